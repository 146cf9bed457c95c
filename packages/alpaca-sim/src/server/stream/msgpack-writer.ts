/** The MessagePack types that frames need, written in fixed widths so that templates can be filled in place. */
export class MsgpackWriter {
  readonly bytes: Buffer;
  at: number;

  /** Writes into `bytes` from `at` on. */
  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Begins a map of up to 15 entries. */
  map(entries: number): this {
    return this.#byte(0x80 | entries);
  }

  /** Begins an array of up to 15 items. */
  array(items: number): this {
    return this.#byte(0x90 | items);
  }

  /** Writes a text of up to 31 bytes in ASCII. */
  text(text: string): this {
    this.#byte(0xa0 | text.length);
    this.at += this.bytes.write(text, this.at, "latin1");
    return this;
  }

  /** Writes a double. */
  double(value: number): this {
    this.#byte(0xcb);
    this.at = this.bytes.writeDoubleBE(value, this.at);
    return this;
  }

  /** Writes a whole number of up to 32 bits, or of 64 when it is greater. */
  whole(value: number): this {
    if (value > 0xffff_ffff) {
      this.#byte(0xcf);
      this.at = this.bytes.writeBigUInt64BE(BigInt(value), this.at);
      return this;
    }
    this.#byte(0xce);
    this.at = this.bytes.writeUInt32BE(value, this.at);
    return this;
  }

  /** Writes an instant as extension −1: 30 bits of nanoseconds, 34 bits of seconds. */
  time(ms: number): this {
    this.#byte(0xd7).#byte(0xff);
    writeTimestamp64(this.bytes, this.at, ms);
    this.at += 8;
    return this;
  }

  #byte(value: number): this {
    this.at = this.bytes.writeUInt8(value, this.at);
    return this;
  }
}

/** Writes the eight bytes of a timestamp64 of a millisecond. */
export function writeTimestamp64(bytes: Buffer, at: number, ms: number): void {
  const seconds = Math.floor(ms / 1_000);
  const nanos = (ms - seconds * 1_000) * 1_000_000;
  bytes.writeUInt32BE(nanos * 4 + Math.floor(seconds / 4_294_967_296), at);
  bytes.writeUInt32BE(seconds % 4_294_967_296, at + 4);
}
