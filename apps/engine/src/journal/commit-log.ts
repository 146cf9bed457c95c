import type { ChainPosition } from "./segment/frame.ts";

/**
 * The port to the two durable logs, as the engine's loop uses it: inputs go to the tape, records to
 * the journal. Implementations: GroupCommitter (segment files) and MemoryCommitLog (simulations and
 * backtests).
 */
export interface CommitLog<I, R> {
  /**
   * Takes an input and the records decided for it, and returns the journal's last sequence number:
   * effects of this input may leave once `durableSeq` has reached it, which may already be so when
   * there were no records. Never waits.
   */
  record(input: I, records: readonly R[]): number;
  /** Last entry taken. */
  readonly lastSeq: number;
  /** Last entry that survives any crash. */
  readonly durableSeq: number;
  /** The durable end of the chain, for a snapshot of the state at exactly that entry. */
  readonly durable: ChainPosition;
  /** Bytes taken and not yet durable: the owner stops taking inputs when they pile up. */
  readonly pendingBytes: number;
  /** Makes both logs begin a new segment with their next entry, e.g. at a new trading day. */
  rotate(): void;
  /** Resolves when everything taken so far is durable; rejects when the log has failed. */
  flushed(): Promise<void>;
  /** Flushes, closes the files and lets another engine open them. Nothing may be recorded afterwards. */
  close(): Promise<void>;
}
