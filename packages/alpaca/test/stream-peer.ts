import type { IncomingMessage } from "node:http";
import { decode, encode } from "@msgpack/msgpack";
import type { WebSocket } from "ws";

type Message = Readonly<Record<string, unknown>>;

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null;
}

function parse(data: unknown, isBinary: boolean): Message {
  if (!Buffer.isBuffer(data)) throw new Error("not a buffer");
  const isText = data[0] === 0x7b;
  const message: unknown = isBinary && !isText ? decode(data) : JSON.parse(data.toString());
  return isMessage(message) ? message : {};
}

/** The venue's side of one market-data connection: polite unless a test takes a part over. */
export class MarketDataPeer {
  readonly socket: WebSocket;
  readonly contentType: string;
  readonly received: Message[] = [];
  readonly sent: { readonly binary: boolean }[] = [];
  readonly #channels: Record<string, Set<string>> = {};

  constructor(
    socket: WebSocket,
    request: IncomingMessage,
    answer: (peer: MarketDataPeer, message: Message) => void = (peer, message) =>
      peer.answer(message),
  ) {
    this.socket = socket;
    this.contentType = request.headers["content-type"] ?? "";
    socket.on("message", (data, isBinary) => {
      this.sent.push({ binary: isBinary });
      const message = parse(data, isBinary);
      this.received.push(message);
      answer(this, message);
    });
    this.send([{ T: "success", msg: "connected" }]);
  }

  /** Sends messages in the encoding that the client asked for. */
  send(messages: readonly unknown[]): void {
    this.socket.send(
      this.contentType.endsWith("json") ? JSON.stringify(messages) : encode(messages),
    );
  }

  /** Answers as Alpaca does: login, and the whole set of subscriptions after each change. */
  answer(message: Message): void {
    if (message.action === "auth") {
      this.send([{ T: "success", msg: "authenticated" }]);
      return;
    }
    for (const [channel, symbols] of Object.entries(message)) {
      if (!Array.isArray(symbols)) continue;
      const set = this.#channels[channel] ?? new Set();
      this.#channels[channel] = set;
      for (const symbol of symbols) {
        if (message.action === "subscribe") set.add(String(symbol));
        else set.delete(String(symbol));
      }
    }
    this.acknowledge();
  }

  /** Sends what is subscribed, without what a test wants left out. */
  acknowledge(without: readonly string[] = []): void {
    const sets = Object.entries(this.#channels).map(([channel, symbols]) => [
      channel,
      [...symbols].filter((symbol) => !without.includes(symbol)),
    ]);
    this.send([
      { T: "subscription", trades: [], quotes: [], bars: [], ...Object.fromEntries(sets) },
    ]);
  }

  /** Messages of one action that the client sent. */
  requests(action: string): readonly Message[] {
    return this.received.filter((message) => message.action === action);
  }
}

/** The venue's side of one order stream: polite unless a test takes a part over. */
export class OrderPeer {
  readonly socket: WebSocket;
  readonly received: Message[] = [];

  constructor(
    socket: WebSocket,
    answer: (peer: OrderPeer, message: Message) => void = (peer, message) => peer.answer(message),
  ) {
    this.socket = socket;
    socket.on("message", (data, isBinary) => {
      const message = parse(data, isBinary);
      this.received.push(message);
      answer(this, message);
    });
  }

  /** Sends a message as Alpaca does on this stream: JSON in a binary frame. */
  send(message: unknown): void {
    this.socket.send(Buffer.from(JSON.stringify(message)));
  }

  /** Answers the login and the choice of streams. */
  answer(message: Message): void {
    if (message.action === "authenticate") {
      this.send({
        stream: "authorization",
        data: { status: "authorized", action: "authenticate" },
      });
    } else if (message.action === "listen") {
      this.send({ stream: "listening", data: { streams: ["trade_updates"] } });
    }
  }
}
