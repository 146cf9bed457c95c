import type { CommitLog } from "./commit-log.ts";
import { encodeEntry } from "./journal-entry.ts";
import { ByteWriter } from "./segment/byte-writer.ts";
import {
  type ChainPosition,
  FRAME_HEADER_BYTES,
  GENESIS,
  LENGTH_AT,
  sealFrame,
} from "./segment/frame.ts";
import type { Sequenced } from "./tape/tape-codec.ts";

/**
 * A commit log without a disk, for simulations and backtests. It keeps no entry, but chains them
 * exactly as the journal does: the same records give the same final hash here and on disk.
 */
export class MemoryCommitLog<I extends Sequenced, R> implements CommitLog<I, R> {
  readonly #onDurable: (seq: number) => void;
  readonly #frame = new ByteWriter();
  #last: ChainPosition = GENESIS;
  #durable: ChainPosition = GENESIS;
  #isScheduled = false;

  constructor(onDurable: (seq: number) => void) {
    this.#onDurable = onDurable;
  }

  get lastSeq(): number {
    return this.#last.seq;
  }

  /** The chain's hash after the last entry, in hexadecimal. */
  get lastHash(): string {
    return this.#last.hash.toString("hex");
  }

  get durableSeq(): number {
    return this.#durable.seq;
  }

  get durable(): ChainPosition {
    return this.#durable;
  }

  readonly pendingBytes = 0;

  record(input: I, records: readonly R[]): number {
    if (records.length === 0) return this.#last.seq;
    const seq = this.#last.seq + 1;
    const out = this.#frame;
    out.clear();
    out.reserve(FRAME_HEADER_BYTES);
    const length = out.text(encodeEntry({ seq, input: input.seq, time: input.time, records }));
    out.view.setUint32(LENGTH_AT, length, true);
    const { memory, view, end } = out;
    this.#last = sealFrame({ memory, view, start: 0, end }, this.#last, 0);
    if (!this.#isScheduled) queueMicrotask(() => this.commit());
    this.#isScheduled = true;
    return seq;
  }

  /** Tells that everything recorded is durable. Happens by itself after the running task. */
  commit(): void {
    this.#isScheduled = false;
    if (this.#durable.seq === this.#last.seq) return;
    this.#durable = this.#last;
    this.#onDurable(this.#durable.seq);
  }

  rotate(): void {
    // There are no segments.
  }

  flushed(): Promise<void> {
    this.commit();
    return Promise.resolve();
  }

  close(): Promise<void> {
    return this.flushed();
  }
}
