/** Most items and bytes of one frame: what the real venue batches at most. */
const MOST_ITEMS = 500;
const MOST_BYTES = 64 * 1024;
/** Room for the one item that passes the limit. */
const SLACK = 1024;
const ARRAY_16 = 0xdc;
const MSGPACK_HEAD = 3;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;

/** How frames are written: arrays in MessagePack (binary frames) or in JSON (text frames). */
export type Encoding = "msgpack" | "json";

/** Gathers encoded items into array frames for one connection. Full frames are sent at once, the rest by `flush`. */
export class FrameBuffer {
  readonly bytes = Buffer.allocUnsafe(MOST_BYTES + SLACK);
  readonly #encoding: Encoding;
  readonly #send: (frame: Buffer) => void;
  #length: number;
  #items = 0;

  /** `send` gets whole frames, in memory of their own. */
  constructor(encoding: Encoding, send: (frame: Buffer) => void) {
    this.#encoding = encoding;
    this.#send = send;
    this.#length = encoding === "msgpack" ? MSGPACK_HEAD : 1;
  }

  /** Where the next item's bytes go. Write them at this place of `bytes`, at most 1 kB, then call `end`. */
  begin(): number {
    if (this.#encoding === "json" && this.#items > 0) {
      this.bytes[this.#length] = COMMA;
      this.#length += 1;
    }
    return this.#length;
  }

  /** Ends an item that was written up to `length`. */
  end(length: number): void {
    this.#length = length;
    this.#items += 1;
    if (this.#items >= MOST_ITEMS || this.#length >= MOST_BYTES) this.flush();
  }

  /** Appends an item that another buffer of the same encoding holds. */
  copy(source: Buffer, start: number, end: number): void {
    const at = this.begin();
    source.copy(this.bytes, at, start, end);
    this.end(at + end - start);
  }

  /** Sends what was gathered; does nothing when that is nothing. Returns whether a frame was sent. */
  flush(): boolean {
    if (this.#items === 0) return false;
    if (this.#encoding === "msgpack") {
      this.bytes[0] = ARRAY_16;
      this.bytes.writeUInt16BE(this.#items, 1);
    } else {
      this.bytes[0] = OPEN_BRACKET;
      this.bytes[this.#length] = CLOSE_BRACKET;
      this.#length += 1;
    }
    const frame = Buffer.allocUnsafe(this.#length);
    this.bytes.copy(frame, 0, 0, this.#length);
    this.#items = 0;
    this.#length = this.#encoding === "msgpack" ? MSGPACK_HEAD : 1;
    this.#send(frame);
    return true;
  }
}
