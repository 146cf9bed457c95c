const CAPACITY_KEPT = 8 * 1024 * 1024;

/**
 * Bytes gathered in place: a caller reserves room and writes through `view`. Grows by doubling and is
 * used again after `clear`, so that a steady stream of entries allocates nothing. All integers are
 * little-endian.
 */
export class ByteWriter {
  #bytes: Buffer<ArrayBuffer>;
  #view: DataView;
  #end = 0;
  readonly #capacity: number;

  constructor(capacity = 64 * 1024) {
    this.#capacity = capacity;
    this.#bytes = Buffer.from(new ArrayBuffer(capacity));
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** The memory itself: valid until the next `reserve`, `text`, `bytes` or `clear`. */
  get memory(): Buffer<ArrayBuffer> {
    return this.#bytes;
  }

  get view(): DataView {
    return this.#view;
  }

  /** Bytes written so far. */
  get end(): number {
    return this.#end;
  }

  /** Makes room for `count` bytes and returns where they begin. Their content is undefined until written. */
  reserve(count: number): number {
    const at = this.#end;
    if (at + count > this.#bytes.length) this.#grow(at + count);
    this.#end = at + count;
    return at;
  }

  /** Appends a text as UTF-8 and returns how many bytes it took. */
  text(text: string): number {
    const most = text.length * 3;
    if (this.#end + most > this.#bytes.length) this.#grow(this.#end + most);
    const written = this.#bytes.write(text, this.#end, "utf8");
    this.#end += written;
    return written;
  }

  bytes(source: Uint8Array): void {
    const at = this.reserve(source.length);
    this.#bytes.set(source, at);
  }

  /** Forgets what was written after `end`. */
  truncate(end: number): void {
    this.#end = end;
  }

  /** Forgets everything and gives back the memory of an exceptional burst. */
  clear(): void {
    this.#end = 0;
    if (this.#bytes.length <= CAPACITY_KEPT) return;
    this.#bytes = Buffer.from(new ArrayBuffer(this.#capacity));
    this.#view = new DataView(this.#bytes.buffer);
  }

  #grow(needed: number): void {
    const larger = Buffer.from(new ArrayBuffer(Math.max(needed, this.#bytes.length * 2)));
    larger.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** Writes a whole number of 0 to 2^48-1. */
export function putUint48(view: DataView, at: number, value: number): void {
  const low = value >>> 0;
  view.setUint32(at, low, true);
  view.setUint16(at + 4, (value - low) / 0x1_0000_0000, true);
}

/** Reads a whole number of 0 to 2^48-1. */
export function getUint48(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint16(at + 4, true) * 0x1_0000_0000;
}

/** Writes a whole number of 0 to 2^53-1 into 8 bytes. */
export function putUint64(view: DataView, at: number, value: number): void {
  const low = value >>> 0;
  view.setUint32(at, low, true);
  view.setUint32(at + 4, (value - low) / 0x1_0000_0000, true);
}

/**
 * Reads 8 bytes as a whole number; above 2^53 the result is inexact and matches nothing that was
 * ever written.
 */
export function getUint64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000;
}
