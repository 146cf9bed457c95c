import { assert } from "@interlock/core/assert";
import type { CommitLog } from "./commit-log.ts";
import { type DurableCell, publishDurable } from "./durable-cell.ts";
import { encodeEntry } from "./journal-entry.ts";
import type { HeadWriter } from "./recovery/head-file.ts";
import type { ChainPosition } from "./segment/frame.ts";
import type { SegmentLog } from "./segment/segment-log.ts";
import type { Sequenced } from "./tape/tape-codec.ts";
import type { TapeWriter } from "./tape/tape-writer.ts";

/**
 * When the tape reaches the device: before anything is acknowledged, or with some later commit.
 * "behind" saves each commit a sync; a loss of power, and nothing else, may then cost the tape its
 * last second, named as a gap at the start.
 */
export type TapeSync = "each_commit" | "behind";

export interface GroupCommitterOptions<I extends Sequenced> {
  readonly journal: SegmentLog;
  readonly tape: TapeWriter<I>;
  readonly head: HeadWriter;
  readonly tapeSync: TapeSync;
  /** Bytes waiting for the disk at which the log counts as failed. */
  readonly pendingBytesMax: number;
  /** Where followers in other threads read how far they may go. */
  readonly cell: DurableCell;
  /** Told after each commit, in order, how far the journal is durable. */
  readonly onDurable: (seq: number) => void;
  /** Told once, when the disk refused. Nothing more is written: the engine must stop and start again. */
  readonly onFailure: (error: Error) => void;
  /** Called last when closing, whether or not the log has failed. */
  readonly release: () => void;
}

/** Inputs without records go to the disk once this many bytes of them wait; nobody is waiting for them. */
const TAPE_WRITE_BYTES = 256 * 1024;
/** Unsynced tape that makes the next write end with a sync, so that no commit pays for a long backlog. */
const TAPE_SYNC_BYTES = 1024 * 1024;
const TAPE_BEHIND_MS = 1_000;

/**
 * Makes inputs and records durable in groups. While one group is on its way to the disk the next one
 * gathers, so the caller never waits and a burst shares one sync. In each cycle the tape is written
 * before the journal: a killed process leaves no record whose input is missing. After a failed write
 * or sync nothing is tried again: what the disk holds then is only known after a new start.
 */
export class GroupCommitter<I extends Sequenced, R> implements CommitLog<I, R> {
  readonly #options: GroupCommitterOptions<I>;
  #durable: ChainPosition;
  #running = false;
  #tapeUnsynced = 0;
  #tapeSyncedAt = performance.now();
  #failure: Error | null = null;
  #closed = false;
  #waiters: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = [];

  constructor(options: GroupCommitterOptions<I>) {
    this.#options = options;
    this.#durable = options.journal.synced;
  }

  get lastSeq(): number {
    return this.#options.journal.lastSeq;
  }

  get durableSeq(): number {
    return this.#durable.seq;
  }

  get durable(): ChainPosition {
    return this.#durable;
  }

  get pendingBytes(): number {
    return this.#options.journal.pendingBytes + this.#options.tape.log.pendingBytes;
  }

  record(input: I, records: readonly R[]): number {
    assert(!this.#closed, "the log was closed");
    if (this.#failure !== null) throw this.#failure;
    const { journal, tape } = this.#options;
    tape.record(input);
    if (records.length > 0) {
      const seq = journal.lastSeq + 1;
      const { seq: inputSeq, time } = input;
      journal.append(encodeEntry({ seq, input: inputSeq, time, records }), time);
    }
    if (!this.#running && this.#isDue()) this.#start();
    else if (this.#running) this.#checkBacklog();
    return journal.lastSeq;
  }

  rotate(): void {
    this.#options.journal.rotate();
    this.#options.tape.endBlock();
    this.#options.tape.log.rotate();
  }

  flushed(): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (!this.#running && this.pendingBytes + this.#tapeUnsynced === 0) return Promise.resolve();
    if (!this.#running) this.#start();
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  async close(): Promise<void> {
    const { journal, tape, head, release } = this.#options;
    try {
      if (this.#failure === null) await this.flushed();
    } finally {
      this.#closed = true;
      // Everything that was acknowledged is on disk already: a file that cannot be closed loses nothing.
      await Promise.allSettled([tape.log.close(), journal.close(), head.close()]);
      release();
    }
  }

  #isDue(): boolean {
    const { journal, tape } = this.#options;
    if (journal.gatheredBytes > 0 || this.#waiters.length > 0) return true;
    return tape.log.gatheredBytes >= TAPE_WRITE_BYTES;
  }

  #start(): void {
    this.#running = true;
    // After the running task: everything decided in it shares the group.
    queueMicrotask(() => void this.#run());
  }

  /**
   * Commits until nothing is due. What `onDurable` throws is a fault of the engine and is not caught
   * here.
   */
  async #run(): Promise<void> {
    while (this.#isDue()) {
      const served = this.#waiters.splice(0);
      const failure = (await this.#commit(served.length > 0)) ?? this.#failure;
      if (failure !== null) {
        for (const { reject } of served) reject(failure);
        this.fail(failure);
        return;
      }
      this.#acknowledge();
      for (const { resolve } of served) resolve();
    }
    this.#running = false;
  }

  /**
   * Carries one group to the disk and returns what the disk refused. With `whole`, nothing of the
   * tape stays behind.
   */
  async #commit(whole: boolean): Promise<Error | null> {
    const { journal, tape, tapeSync } = this.#options;
    try {
      tape.endBlock();
      this.#tapeUnsynced += tape.log.gatheredBytes;
      const hasRecords = journal.gatheredBytes > 0;
      tape.log.seal();
      journal.seal();
      await tape.log.write();
      const withTape =
        whole || (hasRecords && tapeSync === "each_commit") || this.#isTapeFarBehind();
      const tapeDone = withTape ? this.#syncTape() : tape.log.leaveUnsynced();
      await Promise.all([tapeDone, hasRecords ? writeAndSync(journal) : null]);
      return null;
    } catch (error: unknown) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  async #syncTape(): Promise<void> {
    await this.#options.tape.log.sync();
    this.#tapeUnsynced = 0;
    this.#tapeSyncedAt = performance.now();
  }

  #isTapeFarBehind(): boolean {
    if (this.#tapeUnsynced >= TAPE_SYNC_BYTES) return true;
    return performance.now() - this.#tapeSyncedAt >= TAPE_BEHIND_MS;
  }

  #acknowledge(): void {
    const { journal, head, cell, onDurable } = this.#options;
    if (journal.synced.seq === this.#durable.seq) return;
    this.#durable = journal.synced;
    head.advance(this.#durable);
    publishDurable(cell, this.durableSeq);
    onDurable(this.durableSeq);
  }

  #checkBacklog(): void {
    const { pendingBytesMax } = this.#options;
    if (this.pendingBytes <= pendingBytesMax) return;
    this.fail(
      new Error(
        `${this.pendingBytes} bytes wait for the disk, more than the ${pendingBytesMax} allowed: it is too slow or hangs`,
      ),
    );
  }

  /** Ends all writing for good. Also for parts outside the cycle, such as the head file. */
  fail(error: Error): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    for (const { reject } of this.#waiters.splice(0)) reject(error);
    this.#options.onFailure(error);
  }
}

async function writeAndSync(log: SegmentLog): Promise<void> {
  await log.write();
  await log.sync();
}
