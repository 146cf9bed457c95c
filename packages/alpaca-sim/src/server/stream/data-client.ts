import { encode } from "@msgpack/msgpack";
import { type Encoding, FrameBuffer } from "./frame-buffer.ts";
import type { Peer } from "./peer.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** One client of a market-data stream. */
export class DataClient {
  readonly peer: Peer;
  readonly encoding: Encoding;
  readonly subscriptions: Subscriptions;
  readonly frames: FrameBuffer;
  /** The key that it signed in with; null before. */
  key: string | null = null;

  /** Takes over a connection that speaks `encoding`. */
  constructor(peer: Peer, encoding: Encoding, subscriptions: Subscriptions) {
    this.peer = peer;
    this.encoding = encoding;
    this.subscriptions = subscriptions;
    this.frames = new FrameBuffer(encoding, (frame) => peer.send(frame, encoding === "msgpack"));
  }

  /** Sends one control message, in an array of its own. Data that wait go first. */
  tell(message: Record<string, unknown>): void {
    this.frames.flush();
    if (this.encoding === "json") this.peer.send(JSON.stringify([message]), false);
    else this.peer.send(Buffer.from(encode([message])), true);
  }
}
