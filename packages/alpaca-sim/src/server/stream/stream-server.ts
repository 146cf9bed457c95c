import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { DataClient } from "./data-client.ts";
import { DataSession, type DataSessionContext, dropSlowClient } from "./data-session.ts";
import { chosenEncoding } from "./decode-message.ts";
import type { Feed } from "./feed.ts";
import { Peer } from "./peer.ts";
import type { PongGate } from "./pong-gate.ts";
import type { Reports } from "./reports.ts";
import type { StreamFaults } from "../faults/stream-faults.ts";
import { Subscriptions } from "./subscriptions.ts";
import { TradingClient, type UpdateFormat } from "./trading-client.ts";
import { TradingSession } from "./trading-session.ts";

/** Largest message that a client may send; a longer one ends its connection (1009). */
const MOST_MESSAGE_BYTES = 1024 * 1024;
const UNAVAILABLE =
  "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
const NOT_FOUND = "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
/** How often clients that let a ping wait are looked for. */
const WATCH_MS = 1_000;

/** One feed that can be connected to at /v2/NAME. */
export interface FeedSlot {
  readonly feed: Feed;
  /** What its subscriptions can name. */
  readonly symbols: readonly string[];
  readonly isTest: boolean;
  readonly isEntitled: boolean;
}

/** What the streams are made of. */
export interface StreamParts {
  readonly slots: readonly FeedSlot[];
  readonly reports: Reports;
  readonly gate: PongGate<Peer>;
  readonly isKnownKey: (key: string, secret: string) => boolean;
  readonly symbolLimit: number | null;
  readonly authTimeoutMs: number;
  readonly pongTimeoutMs: number;
  readonly cutsOverLimit: boolean;
  readonly updateFormat: "json-binary" | "json-text";
  readonly faults: StreamFaults;
  readonly onChange: () => void;
}

/** All WebSocket streams of the venue: market data at /v2/FEED, trade updates at /stream. */
export class StreamServer {
  readonly #parts: StreamParts;
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE_BYTES,
    perMessageDeflate: true,
  });
  readonly #peers = new Map<Peer, () => void>();
  readonly #watch: NodeJS.Timeout;

  /** Takes over the upgrade requests of an HTTP server. */
  constructor(http: Server, parts: StreamParts) {
    this.#parts = parts;
    http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#upgrade(request, socket, head);
    });
    this.#watch = setInterval(() => this.#dropLate(), WATCH_MS);
    this.#watch.unref();
  }

  /** Cuts every client. */
  cutAll(): void {
    for (const peer of this.#peers.keys()) peer.cut();
  }

  /** Returns the clients of the streams that are named. */
  peersOf(names: readonly string[]): Peer[] {
    return [...this.#peers.keys()].filter(({ stream }) => names.includes(stream));
  }

  /** Cuts everyone and takes nobody any more. */
  close(): void {
    clearInterval(this.#watch);
    this.cutAll();
    this.#server.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const slot = this.#parts.slots.find(({ feed }) => path === `/v2/${feed.name}`);
    if ((slot === undefined && path !== "/stream") || !(socket instanceof Socket)) {
      socket.end(NOT_FOUND);
      return;
    }
    const name = slot?.feed.name ?? "stream";
    if (this.#parts.faults.refusing.has(name)) {
      socket.end(UNAVAILABLE);
      return;
    }
    socket.setNoDelay(true);
    this.#server.handleUpgrade(request, socket, head, (client) => {
      const peer = new Peer(client, { tcp: socket, stream: name }, this.#parts.gate);
      peer.isMuted = this.#parts.faults.muted.has(name);
      if (slot === undefined) this.#openTrading(peer, request);
      else this.#openData(peer, request, slot);
      this.#attend(client, peer);
    });
  }

  /** A message that cannot be received ends its connection, and nothing else. */
  #attend(client: WebSocket, peer: Peer): void {
    if (!this.#peers.has(peer)) this.#peers.set(peer, () => peer.cut());
    client.on("error", () => peer.cut());
    client.on("close", () => this.#peers.delete(peer));
  }

  #openTrading(peer: Peer, request: IncomingMessage): void {
    const isMsgpack = chosenEncoding(request.headers["content-type"]) === "msgpack";
    const format: UpdateFormat = isMsgpack ? "msgpack" : this.#parts.updateFormat;
    const { reports, isKnownKey, faults, onChange } = this.#parts;
    const client = new TradingClient(peer, format);
    new TradingSession(client, { reports, isKnownKey, faults, onChange }, isMsgpack).open();
  }

  #openData(peer: Peer, request: IncomingMessage, slot: FeedSlot): void {
    const { symbolLimit, isKnownKey, authTimeoutMs, cutsOverLimit, faults, onChange } = this.#parts;
    const subscriptions = new Subscriptions({
      symbols: slot.symbols,
      isTest: slot.isTest,
      most: symbolLimit,
    });
    const encoding = chosenEncoding(request.headers["content-type"]);
    const client = new DataClient(peer, encoding, subscriptions);
    const context: DataSessionContext = {
      feed: slot.feed,
      isKnownKey,
      isEntitled: slot.isEntitled,
      authTimeoutMs,
      cutsOverLimit,
      faults,
      onChange,
    };
    this.#peers.set(peer, () => dropSlowClient(client));
    new DataSession(client, context).open(credentialsOf(request));
  }

  #dropLate(): void {
    const late = this.#parts.gate.lateSince(performance.now() - this.#parts.pongTimeoutMs);
    for (const peer of this.#peers.keys()) if (peer.isSlow) late.push(peer);
    for (const peer of late) this.#peers.get(peer)?.();
  }
}

function credentialsOf(request: IncomingMessage): { key: string; secret: string } | null {
  const key = request.headers["apca-api-key-id"];
  const secret = request.headers["apca-api-secret-key"];
  return typeof key === "string" && typeof secret === "string" ? { key, secret } : null;
}
