import { putUint64 } from "../segment/byte-writer.ts";
import type { SegmentLog } from "../segment/segment-log.ts";
import { type Sequenced, type TapeCodec, TapeTarget } from "./tape-codec.ts";

/** A block begins with the sequence number of its first input (u64) and how many inputs it holds (u32). */
export const BLOCK_HEADER_BYTES = 12;
const BLOCK_BYTES = 256 * 1024;

/**
 * Writes inputs to the tape: block by block, a block being one entry of the log and readable on its
 * own. No object and no copy is made for an input; a block ends with its commit group, or when it is
 * large.
 */
export class TapeWriter<I extends Sequenced> {
  readonly log: SegmentLog;
  readonly #codec: TapeCodec<I>;
  readonly #target = new TapeTarget();
  /** Where the open block's header stands, -1 when none is open. */
  #headerAt = -1;
  #firstSeq = 0;
  #count = 0;

  constructor(log: SegmentLog, codec: TapeCodec<I>) {
    this.log = log;
    this.#codec = codec;
  }

  record(input: I): void {
    if (this.#headerAt !== -1 && !this.#blockTakes(input)) this.endBlock();
    if (this.#headerAt === -1) this.#beginBlock(input);
    this.#codec.encode(input, this.#target);
    this.#count += 1;
  }

  /** Ends the open block, so that it belongs to the group sealed next. */
  endBlock(): void {
    if (this.#headerAt === -1) return;
    const { view } = this.#target;
    putUint64(view, this.#headerAt, this.#firstSeq);
    view.setUint32(this.#headerAt + 8, this.#count, true);
    this.#headerAt = -1;
    this.log.endEntry();
  }

  #blockTakes(input: I): boolean {
    const isNext = input.seq === this.#firstSeq + this.#count;
    return isNext && this.#target.bytes.end - this.#headerAt < BLOCK_BYTES;
  }

  #beginBlock(input: I): void {
    const out = this.log.beginEntry(input.time);
    this.#headerAt = out.reserve(BLOCK_HEADER_BYTES);
    this.#firstSeq = input.seq;
    this.#count = 0;
    this.#target.begin(out);
  }
}
