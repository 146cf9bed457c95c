/** A frame that is no MessagePack, is cut off, or goes on after its end. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

const TWO_TO_32 = 4_294_967_296;

/** Byte lengths of the fixed-size values from 0xc0 to 0xdf; 0 for those whose length is written in the frame. */
const FIXED_SIZES: readonly number[] = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 2, 3, 5, 9, 17, 0, 0, 0, 0, 0, 0, 0,
];

/**
 * Walks through a MessagePack frame (specification at msgpack.org) and reads only what a quote or trade needs.
 * Everything that it does not know how to read it can step over, at any depth and without recursion. Reading beyond
 * the end throws a RangeError (from DataView) or a FrameError; the caller drops the frame.
 */
export class MsgpackCursor {
  bytes: Uint8Array = new Uint8Array(0);
  #view: DataView = new DataView(new ArrayBuffer(0));
  position = 0;

  /** Starts at the first byte of a frame. */
  open(frame: Uint8Array): void {
    this.bytes = frame;
    this.#view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    this.position = 0;
  }

  /** Tells whether the frame ends here. */
  get atEnd(): boolean {
    return this.position === this.bytes.length;
  }

  /** Returns the byte at the position without moving. */
  peek(): number {
    return this.#view.getUint8(this.position);
  }

  /** Reads the length of an array. Throws FrameError when there is none. */
  arrayLength(): number {
    const head = this.#view.getUint8(this.position++);
    if (head >= 0x90 && head <= 0x9f) return head & 0x0f;
    if (head === 0xdc) return this.#take(2);
    if (head === 0xdd) return this.#take(4);
    throw new FrameError("not an array");
  }

  /** Reads the number of entries of a map; -1 when there is none here, without moving. */
  mapLength(): number {
    const head = this.peek();
    if (head >= 0x80 && head <= 0x8f) {
      this.position += 1;
      return head & 0x0f;
    }
    if (head !== 0xde && head !== 0xdf) return -1;
    this.position += 1;
    return this.#take(head === 0xde ? 2 : 4);
  }

  /** Reads the length of a string, leaving the position at its first byte; -1 when there is none, without moving. */
  stringLength(): number {
    const head = this.peek();
    if (head >= 0xa0 && head <= 0xbf) {
      this.position += 1;
      return head & 0x1f;
    }
    if (head < 0xd9 || head > 0xdb) return -1;
    this.position += 1;
    return this.#take(head === 0xd9 ? 1 : head === 0xda ? 2 : 4);
  }

  /**
   * Reads a string of one or two bytes as a number, the first byte high, and steps over it; 0 for a longer one.
   * -1 when there is no string, without moving.
   */
  shortString(): number {
    const length = this.stringLength();
    if (length < 0) return -1;
    const start = this.position;
    this.position += length;
    if (length === 1) return this.#view.getUint8(start);
    if (length === 2) return this.#view.getUint16(start);
    this.#checkInside();
    return 0;
  }

  /** Moves `length` bytes on. Throws FrameError beyond the end. */
  step(length: number): void {
    this.position += length;
    this.#checkInside();
  }

  /** Reads a number; NaN for any other value, which is stepped over. */
  number(): number {
    const head = this.#view.getUint8(this.position);
    if (head === 0xcb) {
      this.position += 9;
      return this.#view.getFloat64(this.position - 8);
    }
    if (head < 0x80) {
      this.position += 1;
      return head;
    }
    if (head >= 0xe0) {
      this.position += 1;
      return head - 256;
    }
    if (head < 0xca || head > 0xd3) {
      this.skip();
      return Number.NaN;
    }
    return this.#sizedNumber(head);
  }

  #sizedNumber(head: number): number {
    const at = this.position + 1;
    this.position = at + (FIXED_SIZES[head - 0xc0] ?? 0);
    const view = this.#view;
    switch (head) {
      case 0xca:
        return view.getFloat32(at);
      case 0xcc:
        return view.getUint8(at);
      case 0xcd:
        return view.getUint16(at);
      case 0xce:
        return view.getUint32(at);
      case 0xcf:
        return view.getUint32(at) * TWO_TO_32 + view.getUint32(at + 4);
      case 0xd0:
        return view.getInt8(at);
      case 0xd1:
        return view.getInt16(at);
      case 0xd2:
        return view.getInt32(at);
      default:
        return view.getInt32(at) * TWO_TO_32 + view.getUint32(at + 4);
    }
  }

  /**
   * Reads a time of extension -1 in whole milliseconds, cut off below. NaN, without moving, for any other value.
   */
  timestamp(): number {
    const view = this.#view;
    const at = this.position;
    const head = view.getUint8(at);
    if (head === 0xd7 && view.getInt8(at + 1) === -1) {
      const high = view.getUint32(at + 2);
      const seconds = (high & 3) * TWO_TO_32 + view.getUint32(at + 6);
      this.position = at + 10;
      return seconds * 1_000 + Math.floor((high >>> 2) / 1_000_000);
    }
    if (head === 0xd6 && view.getInt8(at + 1) === -1) {
      this.position = at + 6;
      return view.getUint32(at + 2) * 1_000;
    }
    if (head === 0xc7 && view.getUint8(at + 1) === 12 && view.getInt8(at + 2) === -1) {
      const seconds = view.getInt32(at + 7) * TWO_TO_32 + view.getUint32(at + 11);
      this.position = at + 15;
      return seconds * 1_000 + Math.floor(view.getUint32(at + 3) / 1_000_000);
    }
    return Number.NaN;
  }

  /** Steps over one value of any kind and depth. */
  skip(): void {
    let pending = 1;
    while (pending > 0) {
      pending += this.#skipHead() - 1;
      // A container cannot hold more values than bytes are left: a huge claimed length ends here, not in a long loop.
      if (pending > this.bytes.length - this.position) throw new FrameError("cut off");
    }
  }

  /** Steps over a head and its payload; returns how many values follow inside. */
  #skipHead(): number {
    const head = this.#view.getUint8(this.position++);
    if (head < 0x80 || head >= 0xe0) return 0;
    if (head < 0x90) return (head & 0x0f) * 2;
    if (head < 0xa0) return head & 0x0f;
    if (head < 0xc0) return this.#advance(head & 0x1f);
    return this.#skipSized(head);
  }

  #skipSized(head: number): number {
    switch (head) {
      case 0xc1:
        throw new FrameError("byte c1 is not used in MessagePack");
      case 0xc4:
      case 0xd9:
        return this.#advance(this.#take(1));
      case 0xc5:
      case 0xda:
        return this.#advance(this.#take(2));
      case 0xc6:
      case 0xdb:
        return this.#advance(this.#take(4));
      case 0xc7:
        return this.#advance(this.#take(1) + 1);
      case 0xc8:
        return this.#advance(this.#take(2) + 1);
      case 0xc9:
        return this.#advance(this.#take(4) + 1);
      case 0xdc:
        return this.#take(2);
      case 0xdd:
        return this.#take(4);
      case 0xde:
        return this.#take(2) * 2;
      case 0xdf:
        return this.#take(4) * 2;
      default:
        return this.#advance(FIXED_SIZES[head - 0xc0] ?? 0);
    }
  }

  #advance(length: number): number {
    this.position += length;
    this.#checkInside();
    return 0;
  }

  #checkInside(): void {
    if (this.position > this.bytes.length) throw new FrameError("cut off");
  }

  #take(size: 1 | 2 | 4): number {
    const at = this.position;
    this.position = at + size;
    if (size === 1) return this.#view.getUint8(at);
    return size === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }
}
