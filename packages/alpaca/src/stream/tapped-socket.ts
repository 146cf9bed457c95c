import type { streaming } from "@alpacahq/alpaca-trade-api";
import { decode } from "@msgpack/msgpack";
import { WebSocket } from "ws";
import { VENUE_TLS } from "../venue-tls.ts";

/**
 * The socket under one of the SDK's streams, made by its `wsFactory`. It shows every frame to us first: the SDK sees
 * only what belongs to the protocol (login, subscriptions, errors), data goes from the bytes to our objects. It also
 * bounds the size of a frame, refuses compression, and lets us answer the venue's pings when we choose to.
 */

/** What happens on the socket, in order. */
export interface SocketTap {
  opened(): void;
  /** Takes a frame; returns what the SDK is to see of it, or null when nothing. */
  frame(data: Buffer, isBinary: boolean): Uint8Array | string | null;
  failed(reason: string): void;
  closed(code: number, reason: string): void;
}

/** How the socket behaves. */
export interface SocketOptions {
  readonly url: string;
  /** Encoding asked of a market-data stream; the order stream has none. */
  readonly encoding: "msgpack" | "json" | null;
  /** Bytes of the largest frame taken; a larger one closes the connection with code 1009. */
  readonly frameBytesMax: number;
  readonly handshakeMs: number;
  /** Called for each ping of the venue with the function that answers it; null answers at once. */
  readonly holdPong: ((pong: () => void) => void) | null;
}

type Listener = (...args: unknown[]) => void;

function isEvent(event: string): event is "open" | "error" | "close" | "pong" {
  return event === "open" || event === "error" || event === "close" || event === "pong";
}

function headersOf(encoding: SocketOptions["encoding"]): Record<string, string> {
  return encoding === null ? {} : { "Content-Type": `application/${encoding}` };
}

/** A `ws` socket with a tap, in the shape that the SDK expects of a socket. */
export class TappedSocket implements streaming.WebSocketLike {
  readonly #socket: WebSocket;
  readonly #encoding: SocketOptions["encoding"];
  readonly #tap: SocketTap;
  #sdkMessage: Listener = () => {};

  constructor(options: SocketOptions, tap: SocketTap) {
    const { holdPong } = options;
    this.#encoding = options.encoding;
    this.#tap = tap;
    this.#socket = new WebSocket(options.url, {
      headers: headersOf(options.encoding),
      maxPayload: options.frameBytesMax,
      perMessageDeflate: false,
      followRedirects: false,
      ...VENUE_TLS,
      handshakeTimeout: options.handshakeMs,
      autoPong: holdPong === null,
    });
    if (holdPong !== null) this.#socket.on("ping", (data) => holdPong(() => this.#pong(data)));
    this.#socket.on("open", () => tap.opened());
    this.#socket.on("message", (data, isBinary) => this.#receive(data, isBinary));
    this.#socket.on("error", (error) => tap.failed(error.message));
    this.#socket.on("close", (code, reason) => tap.closed(code, reason.toString()));
  }

  #receive(data: unknown, isBinary: boolean): void {
    if (!Buffer.isBuffer(data)) return;
    const forSdk = this.#tap.frame(data, isBinary);
    if (forSdk !== null) this.#sdkMessage(forSdk);
  }

  #pong(data: Buffer): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.pong(data);
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  /** Adds a listener of the SDK. */
  on(event: string, listener: Listener): this {
    if (event === "message") this.#sdkMessage = listener;
    else if (isEvent(event)) this.#socket.on(event, listener);
    return this;
  }

  /** Sends a frame of the SDK; its MessagePack becomes text where we asked the venue for JSON. */
  send(data: string | Uint8Array): void {
    const asText = this.#encoding === "json" && typeof data !== "string";
    this.#socket.send(asText ? JSON.stringify(decode(data)) : data);
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  ping(): void {
    this.#socket.ping();
  }
}
