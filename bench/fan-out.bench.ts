import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import type { LiveView } from "@interlock/api/view/live-view";
import { FeedSocket } from "../apps/engine/src/edge/feed/feed-socket.ts";
import { LiveFeed } from "../apps/engine/src/edge/feed/live-feed.ts";
import { ClientProcess } from "./clients/client-process.ts";
import { reportRow } from "./harness/bench-row.ts";
import { interleavedRounds, ratioOverRounds } from "./harness/interleave.ts";
import { TRPC_SUBSCRIBE, TrpcFeed } from "./peers/trpc-feed.ts";
import { MarketPicture } from "./workload/market-picture.ts";

/**
 * Line 22: updates delivered a second by the console's live feed, over those of a stock tRPC subscription in the same
 * run. An update is one symbol's new quote reaching one client. 32 symbols change between two pictures; ours draws and
 * encodes the picture once and sends it as one frame, the subscription sends each client each update. Both wait until
 * the sockets have taken everything. Clients are real, in another process; a round in which one of them has not
 * received all and the same as the others is void.
 */
const SYMBOLS = 32;
const ROUND_MS = 1_000;
const ROUNDS = 5;
const CLIENTS = [100, 1_000];

/** A way to bring updates to clients. */
interface Feed {
  /** Brings one update of every symbol to every client. */
  publish(): void;
  /** Tells whether all that was published was handed to the sockets. */
  isHandedOver(): boolean;
  /** Messages that each client gets for one publication. */
  readonly messagesEach: number;
  /** Throws unless a client's last message is the last that was published. */
  demandLast(message: string): void;
}

class OurFeed implements Feed {
  readonly messagesEach = 1;
  readonly #feed = new LiveFeed();
  readonly #picture = new MarketPicture(SYMBOLS);

  constructor(server: Server) {
    const socket = new FeedSocket(this.#feed);
    server.on("upgrade", (request, raw, head) =>
      socket.upgrade({ request, socket: raw, head }, () => undefined),
    );
  }

  publish(): void {
    this.#picture.quoteAll();
    this.#feed.publish(this.#picture.draw(), 0);
  }

  isHandedOver(): boolean {
    return true;
  }

  demandLast(message: string): void {
    demandMarkets(message, this.#picture.draw().markets);
  }
}

function demandMarkets(message: string, markets: LiveView["markets"]): void {
  if (!message.includes(JSON.stringify(markets))) throw new Error(`void: last was ${message}`);
}

class PeerFeed implements Feed {
  readonly messagesEach = SYMBOLS;
  readonly #feed: TrpcFeed;
  readonly #picture = new MarketPicture(SYMBOLS);
  #published = 0;

  constructor(server: Server) {
    this.#feed = new TrpcFeed(server);
  }

  get subscribers(): number {
    return this.#feed.subscribers;
  }

  publish(): void {
    this.#picture.quoteAll();
    for (const market of this.#picture.draw().markets) {
      this.#feed.publish(market);
      this.#published += this.#feed.subscribers;
    }
  }

  isHandedOver(): boolean {
    return this.#feed.handled === this.#published;
  }

  demandLast(message: string): void {
    const last = this.#picture.draw().markets.at(-1);
    if (!message.includes(JSON.stringify(last))) throw new Error(`void: last was ${message}`);
  }
}

/** A feed with its clients. */
interface FanOut {
  readonly feed: Feed;
  readonly sockets: ReadonlySet<Socket>;
  readonly sink: ClientProcess;
  readonly group: string;
  readonly clients: number;
}

/** Publishes for a round and returns the updates delivered a second, the last one's arrival included. */
async function deliveredPerSecond({
  feed,
  sockets,
  sink,
  group,
  clients,
}: FanOut): Promise<number> {
  const { messages: before } = await sink.report(group);
  const startedAt = performance.now();
  let published = 0;
  while (performance.now() - startedAt < ROUND_MS) {
    feed.publish();
    published += 1;
    do await turn();
    while (!feed.isHandedOver() || [...sockets].some((socket) => socket.writableLength > 0));
  }
  const expected = before + published * feed.messagesEach * clients;
  while ((await sink.report(group)).messages < expected) await turn();
  const seconds = (performance.now() - startedAt) / 1_000;
  const { messages, last } = await sink.lastMessages(group);
  const [message] = last;
  if (messages !== expected || last.length !== 1 || message === undefined)
    throw new Error(
      `void: ${messages} of ${expected} messages, ${last.length} different last ones`,
    );
  feed.demandLast(message);
  return (published * SYMBOLS * clients) / seconds;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

interface Served {
  readonly server: Server;
  readonly url: string;
  readonly sockets: ReadonlySet<Socket>;
}

async function serve(server: Server): Promise<Served> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return { server, url: `ws://127.0.0.1:${port}`, sockets };
}

async function openOurs(sink: ClientProcess, clients: number): Promise<FanOut> {
  const server = createServer();
  const feed = new OurFeed(server);
  const { url, sockets } = await serve(server);
  const group = `ours ${clients}`;
  await sink.connect({ group, url, clients, greeting: "", headers: {}, ticketUrl: "" });
  return { feed, sockets, sink, group, clients };
}

async function openPeer(sink: ClientProcess, clients: number): Promise<FanOut> {
  const server = createServer();
  const feed = new PeerFeed(server);
  const { url, sockets } = await serve(server);
  const group = `peer ${clients}`;
  await sink.connect({ group, url, clients, greeting: TRPC_SUBSCRIBE, headers: {}, ticketUrl: "" });
  while (feed.subscribers < clients) await turn();
  return { feed, sockets, sink, group, clients };
}

const GOALS: Readonly<Record<number, number>> = { 100: 18, 1000: 8 };
const sink = new ClientProcess();
for (const clients of CLIENTS) {
  const ours = await openOurs(sink, clients);
  const peer = await openPeer(sink, clients);
  const figures = await interleavedRounds({
    rounds: ROUNDS,
    warmUps: 1,
    contenders: { ours: () => deliveredPerSecond(ours), peer: () => deliveredPerSecond(peer) },
  });
  const ratio = ratioOverRounds(figures.ours, figures.peer);
  console.error(JSON.stringify({ clients, ...figures, ratio }));
  reportRow({
    name: `22 live feed ÷ stock tRPC subscription, ${clients.toLocaleString("en-US")} clients`,
    value: ratio.median,
    unit: "ratio",
    goal: GOALS[clients] ?? Number.NaN,
    better: "higher",
    baseline: 1,
  });
}
sink.stop();
process.exit();
