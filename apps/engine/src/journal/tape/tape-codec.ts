import { assert } from "@interlock/core/assert";
import type { UnixMs } from "@interlock/core/time";
import type { ByteWriter } from "../segment/byte-writer.ts";
import type { LogFormat } from "../segment/segment-header.ts";

/** The tape's format: its version rises when an older program could misread a newer input. */
export const TAPE_FORMAT: LogFormat = { name: "tape", version: 1 };

/** What the tape must know of an input, whatever else it contains. Sequence numbers rise by one. */
export interface Sequenced {
  readonly seq: number;
  readonly time: UnixMs;
}

/**
 * How inputs are written on the tape. An encoding begins with a byte of 1 to 255 that tells its kind
 * (0 is the tape's own, for a name's definition) and must be able to hold any input; `decode` reads
 * exactly what `encode` wrote. The sequence number is the tape's business: `TapeSource.seq` has it.
 */
export interface TapeCodec<I extends Sequenced> {
  encode(input: I, target: TapeTarget): void;
  decode(source: TapeSource): I;
}

/** First byte of a name's definition. */
const NAME_DEFINITION = 0;
const NAME_BYTES_MAX = 255;

/** Where an encoding goes: the bytes, and the names already known in this block. */
export class TapeTarget {
  #out: ByteWriter | null = null;
  readonly #names = new Map<string, number>();

  /** Continues in a new block, in which no name is known yet. */
  begin(out: ByteWriter): void {
    this.#out = out;
    this.#names.clear();
  }

  /** Room for `count` bytes: returns where they begin in `view`. */
  reserve(count: number): number {
    return this.bytes.reserve(count);
  }

  get view(): DataView {
    return this.bytes.view;
  }

  get bytes(): ByteWriter {
    assert(this.#out !== null, "a tape block was written to before it was begun");
    return this.#out;
  }

  /**
   * Returns the number that stands for a name in this block. Call it before `reserve`: a new name is
   * written first.
   */
  nameIndex(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const out = this.bytes;
    const at = out.reserve(2);
    const length = out.text(name);
    assert(length <= NAME_BYTES_MAX, `name "${name.slice(0, 40)}" is too long for the tape`);
    out.view.setUint8(at, NAME_DEFINITION);
    out.view.setUint8(at + 1, length);
    const index = this.#names.size;
    this.#names.set(name, index);
    return index;
  }
}

/** Where a decoding comes from. `at` is the next byte; the codec moves it past what it read. */
export class TapeSource {
  readonly memory: Buffer;
  readonly view: DataView;
  at = 0;
  /** Sequence number of the input being decoded. */
  seq = 0;
  readonly #names: string[] = [];

  constructor(memory: Buffer) {
    this.memory = memory;
    this.view = new DataView(memory.buffer, memory.byteOffset, memory.length);
  }

  name(index: number): string {
    const name = this.#names[index];
    if (name === undefined) throw new RangeError(`name ${index} is not defined in this block`);
    return name;
  }

  /** Reads UTF-8 text and moves past it. */
  text(length: number): string {
    if (this.at + length > this.memory.length) throw new RangeError("a text runs past its block");
    this.at += length;
    return this.memory.toString("utf8", this.at - length, this.at);
  }

  /** Takes the definitions of names that stand before the next input. */
  readNames(): void {
    while (this.view.getUint8(this.at) === NAME_DEFINITION) {
      const length = this.view.getUint8(this.at + 1);
      this.at += 2;
      this.#names.push(this.text(length));
    }
  }
}
