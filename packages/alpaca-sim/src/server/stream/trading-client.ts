import { encode } from "@msgpack/msgpack";
import type { Peer } from "./peer.ts";

/** How /stream writes: JSON in binary frames as Alpaca's paper stream does, JSON in text frames, or MessagePack. */
export type UpdateFormat = "json-binary" | "json-text" | "msgpack";

/** One client of the trade_updates stream. */
export class TradingClient {
  readonly peer: Peer;
  readonly #format: UpdateFormat;
  isAuthorized = false;
  isListening = false;

  /** Takes over a connection that gets frames of `format`. */
  constructor(peer: Peer, format: UpdateFormat) {
    this.peer = peer;
    this.#format = format;
  }

  /** Sends one message. */
  tell(message: Record<string, unknown>): void {
    switch (this.#format) {
      case "json-binary":
        this.peer.send(Buffer.from(JSON.stringify(message)), true);
        return;
      case "json-text":
        this.peer.send(JSON.stringify(message), false);
        return;
      case "msgpack":
        this.peer.send(Buffer.from(encode(message)), true);
    }
  }
}
