import { assert } from "@interlock/core/assert";
import { isoDate } from "@interlock/core/market/civil-date";
import { decode, encode } from "@msgpack/msgpack";
import { WebSocket } from "ws";
import { type RunningVenue, startVenueServer } from "../src/server/venue-server.ts";
import {
  SIMULATION_KEY,
  SIMULATION_SECRET,
  type VenueServerOptions,
} from "../src/server/venue-server-options.ts";

/** How long a test waits for a message before it fails. */
const PATIENCE_MS = 10_000;

/** A generated day with few events, from the open on, at rest until somebody subscribes. */
const QUIET_DAY: Partial<VenueServerOptions> = {
  port: 0,
  fromMinute: 570,
  seed: "7",
  speed: "max",
  windowMs: 5_000,
};

/** An answer of the venue, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A venue of its own for one test, with the ways to talk to it. */
export class TestVenue {
  readonly #running: RunningVenue;
  readonly #sockets: WebSocket[] = [];

  private constructor(running: RunningVenue) {
    this.#running = running;
  }

  static async start(chosen: Partial<VenueServerOptions> = {}): Promise<TestVenue> {
    const tape = {
      kind: "generated",
      firstDate: isoDate("2026-11-20"),
      symbols: ["SPY", "IBM"],
      days: 1,
      activity: 0.1,
    } as const;
    return new TestVenue(await startVenueServer({ ...QUIET_DAY, tape, ...chosen }));
  }

  get port(): number {
    return this.#running.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Sends a request with the account's keys. */
  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        "APCA-API-KEY-ID": SIMULATION_KEY,
        "APCA-API-SECRET-KEY": SIMULATION_SECRET,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const read: unknown = text === "" ? null : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: read };
  }

  /** Returns the body of a GET. */
  async get(path: string): Promise<Record<string, unknown>> {
    const { body } = await this.ask("GET", path);
    return asRecord(body);
  }

  /** Sends an order for SPY; what is not said is a market buy of 10 for the day. */
  async order(body: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const usual = { symbol: "SPY", qty: "10", side: "buy", type: "market", time_in_force: "day" };
    const answer = await this.ask("POST", "/v2/orders", { ...usual, ...body });
    assert(answer.status === 200, JSON.stringify(answer.body));
    return asRecord(answer.body);
  }

  /** Opens a stream and resolves once it stands. */
  async connect(path: string, chosen: ClientOptions = {}): Promise<StreamClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}${path}`, {
      perMessageDeflate: chosen.deflate ?? false,
      autoPong: chosen.autoPong ?? true,
      headers: {
        ...(chosen.encoding === "msgpack" ? { "Content-Type": "application/msgpack" } : {}),
        ...chosen.headers,
      },
    });
    this.#sockets.push(socket);
    const client = new StreamClient(socket, chosen.encoding ?? "json");
    await new Promise<void>((resolve, reject) => {
      socket.once("open", () => resolve());
      socket.once("error", reject);
    });
    return client;
  }

  /** Opens /v2/sip, signs in and subscribes. */
  async watch(
    subscription: Record<string, readonly string[]> = { quotes: ["*"], trades: ["*"] },
    chosen: ClientOptions & { readonly feed?: string } = {},
  ): Promise<StreamClient> {
    const client = await this.connect(`/v2/${chosen.feed ?? "sip"}`, chosen);
    client.send({ action: "auth", key: SIMULATION_KEY, secret: SIMULATION_SECRET });
    client.send({ action: "subscribe", ...subscription });
    return client;
  }

  /** Opens /stream, signs in and listens to trade updates. */
  async listen(chosen: ClientOptions = {}): Promise<StreamClient> {
    const client = await this.connect("/stream", chosen);
    client.send({
      action: "authenticate",
      data: { key_id: SIMULATION_KEY, secret_key: SIMULATION_SECRET },
    });
    client.send({ action: "listen", data: { streams: ["trade_updates"] } });
    await client.until((message) => asRecord(message)["stream"] === "listening");
    return client;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    await this.#running.close();
  }
}

/** How a client connects. */
export interface ClientOptions {
  readonly encoding?: "json" | "msgpack";
  /** False lets the test answer pings itself. */
  readonly autoPong?: boolean;
  readonly deflate?: boolean;
  readonly headers?: Record<string, string>;
}

/** A plain WebSocket client that keeps every message it gets; arrays are taken apart. */
export class StreamClient {
  readonly socket: WebSocket;
  readonly messages: unknown[] = [];
  /** Whether each frame was binary. */
  readonly binary: boolean[] = [];
  readonly pings: string[] = [];
  readonly #encoding: "json" | "msgpack";

  constructor(socket: WebSocket, encoding: "json" | "msgpack") {
    this.socket = socket;
    this.#encoding = encoding;
    socket.on("ping", (payload: Buffer) => this.pings.push(payload.toString()));
    socket.on("error", () => socket.terminate());
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      this.binary.push(isBinary);
      const message: unknown = encoding === "msgpack" ? decode(data) : JSON.parse(data.toString());
      const items: unknown[] = Array.isArray(message) ? message : [message];
      this.messages.push(...items);
    });
  }

  send(message: unknown): void {
    this.socket.send(this.#encoding === "msgpack" ? encode(message) : JSON.stringify(message));
  }

  /** Answers a ping that was held. */
  pong(payload: string): void {
    this.socket.pong(payload);
  }

  /** Resolves with the first message, past ones included, that a test takes. */
  async until(takes: (message: unknown) => boolean): Promise<Record<string, unknown>> {
    await this.#until("message", () => this.messages.some(takes));
    return asRecord(this.messages.find(takes));
  }

  /** Resolves once the connection is closed. */
  async closed(): Promise<void> {
    await this.#until("close", () => this.socket.readyState === WebSocket.CLOSED);
  }

  /** Resolves once `holds`, asked again after every event of a kind. */
  async #until(event: "message" | "close", holds: () => boolean): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const told = JSON.stringify(this.messages.slice(-3), writeBigInt);
      const late = setTimeout(
        () => reject(new Error(`waited in vain; last: ${told}`)),
        PATIENCE_MS,
      );
      const ask = (): void => {
        if (!holds()) return;
        clearTimeout(late);
        this.socket.off(event, ask);
        resolve();
      };
      this.socket.on(event, ask);
    });
  }

  /** Messages of one kind of market data. */
  ofType(type: string): Record<string, unknown>[] {
    return this.messages.map(asRecord).filter((message) => message["T"] === type);
  }

  /** What trade updates have told, e.g. "fill 10@587.5". */
  reports(): string[] {
    return this.messages
      .map(asRecord)
      .filter((message) => message["stream"] === "trade_updates")
      .map(({ data }) => {
        const { event, qty, price } = asRecord(data);
        const isExecution = typeof qty === "string" && typeof price === "string";
        return isExecution ? `${String(event)} ${qty}@${price}` : String(event);
      });
  }
}

function writeBigInt(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

/** Returns a value as a record; an empty one for what is none. */
export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
