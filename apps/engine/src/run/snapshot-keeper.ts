import type { Input } from "../input.ts";
import type { CommitLog } from "../journal/commit-log.ts";
import { writeSnapshot } from "../journal/snapshot.ts";
import type { EngineRecord } from "../record.ts";
import type { EngineState } from "../state.ts";
import { log } from "./log.ts";

/** What snapshots are made of and how often. */
export interface SnapshotParts {
  readonly dataDir: string;
  readonly state: EngineState;
  readonly log: CommitLog<Input, EngineRecord>;
  readonly everyEntries: number;
  /** The entry that the newest snapshot stands at: a process that keeps crashing must not let the rest grow. */
  readonly lastSeq: number;
}

/**
 * Writes the state now and then, so that a start need not apply the whole journal. Only a state that is exactly the
 * durable journal is written: when newer entries are on their way to the disk, the next moment of rest is taken.
 */
export class SnapshotKeeper {
  readonly #parts: SnapshotParts;
  #lastSeq: number;
  #writing = false;

  constructor(parts: SnapshotParts) {
    this.#parts = parts;
    this.#lastSeq = parts.lastSeq;
  }

  /** Called after each commit. */
  committed(durableSeq: number): void {
    if (this.#writing || durableSeq - this.#lastSeq < this.#parts.everyEntries) return;
    if (this.#parts.log.lastSeq === durableSeq) void this.write();
  }

  /** Writes a snapshot of the durable end of the journal; when there is a newer entry, it leaves it for later. */
  async write(): Promise<void> {
    const { dataDir, state, log: commitLog } = this.#parts;
    const { seq, hash } = commitLog.durable;
    if (seq === 0 || seq !== commitLog.lastSeq || seq === this.#lastSeq) return;
    this.#writing = true;
    this.#lastSeq = seq;
    const written = await writeSnapshot(dataDir, {
      seq,
      hash: hash.toString("hex"),
      state,
    });
    this.#writing = false;
    if (!written.ok) log.warn(`No snapshot was written: ${written.error}`);
  }
}
