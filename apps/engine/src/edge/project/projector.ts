import type { DatabasePool } from "@interlock/db/create-pool";
import { stateOfSnapshot } from "../../run/state-of-snapshot.ts";
import { openProjection, type Projection } from "@interlock/db/projection/open-projection";
import type { Checkpoint } from "@interlock/db/projection/rows";
import { type DurableCell, readDurable } from "../../journal/durable-cell.ts";
import { JournalFollower } from "../../journal/journal-follower.ts";
import { latestSnapshot } from "../../journal/snapshot.ts";
import type { EngineRecord } from "../../record.ts";
import { type EngineState, initialState } from "../../state.ts";
import { applyEntry } from "../../apply.ts";
import { noRows, projectEntry } from "./rows-of-entry.ts";

/** What the projector needs. */
export interface ProjectorOptions {
  readonly pool: DatabasePool;
  readonly dataDir: string;
  readonly cell: DurableCell;
  readonly signal: AbortSignal;
}

/** How far the database is behind. */
export interface ProjectionStatus {
  readonly lagMs: number;
  /** Why it stands still; empty while it moves. */
  readonly error: string;
}

const BATCH_ENTRIES = 500;
const RETRY_MS = 1_000;

/**
 * Writes the journal into Postgres, exactly once: each batch with its checkpoint in one transaction. It has a state and
 * a place in the journal of its own, so that a database that is down holds up nothing and nobody else; when it is back,
 * the projector reads the checkpoint and goes on there.
 */
export class Projector {
  readonly #options: ProjectorOptions;
  readonly #projection: Projection;
  #behindSince: number | null = null;
  #error = "";

  constructor(options: ProjectorOptions) {
    this.#options = options;
    this.#projection = openProjection(options.pool);
  }

  status(): ProjectionStatus {
    const lagMs =
      this.#behindSince === null ? 0 : Math.round(performance.now() - this.#behindSince);
    return { lagMs, error: this.#error };
  }

  /** Runs until the signal is aborted; what the database does is never the end of it. */
  async run(): Promise<void> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#follow();
      } catch (error: unknown) {
        this.#behindSince ??= performance.now();
        this.#error = error instanceof Error ? error.message : String(error);
        await pause(RETRY_MS, signal);
      }
    }
  }

  async #follow(): Promise<void> {
    const { dataDir, cell, signal } = this.#options;
    const checkpoint = await this.#projection.checkpoint();
    if (checkpoint.seq > readDurable(cell)) throw anotherJournal(checkpoint, dataDir);
    const start = stateBefore(dataDir, checkpoint.seq);
    if (start.seq === checkpoint.seq && start.hash !== checkpoint.hash)
      throw anotherJournal(checkpoint, dataDir);
    const follower = new JournalFollower<EngineRecord>({
      dir: dataDir,
      afterSeq: start.seq,
      cell,
      batchMax: 1,
    });
    let previousHash = start.hash;
    try {
      while (!signal.aborted) {
        const batch = await this.#gather(follower, {
          state: start.state,
          previousHash,
          checkpoint,
        });
        if (batch === null) continue;
        previousHash = batch.hash;
        if (batch.write !== null) await this.#projection.write(batch.write);
        this.#moves(batch.caughtUp);
      }
    } finally {
      follower.close();
    }
  }

  #moves(caughtUp: boolean): void {
    this.#error = "";
    if (caughtUp) this.#behindSince = null;
  }

  /** Applies what there is, up to a batch; entries up to the checkpoint only build the state. */
  async #gather(
    follower: JournalFollower<EngineRecord>,
    at: {
      readonly state: EngineState;
      readonly previousHash: string;
      readonly checkpoint: Checkpoint;
    },
  ) {
    const rows = noRows();
    let { previousHash } = at;
    let first = 0;
    let last: { readonly seq: number; readonly time: number } | null = null;
    for (let count = 0; count < BATCH_ENTRIES; count += 1) {
      const [entry] = follower.read();
      if (entry === undefined) break;
      this.#behindSince ??= performance.now();
      const hash = follower.position.hash.toString("hex");
      if (entry.seq === at.checkpoint.seq && hash !== at.checkpoint.hash)
        throw anotherJournal(at.checkpoint, this.#options.dataDir);
      if (entry.seq <= at.checkpoint.seq) applyEntry(at.state, entry);
      else {
        if (first === 0) first = entry.seq;
        projectEntry(at.state, { entry, hash, previousHash }, rows);
        last = entry;
      }
      previousHash = hash;
    }
    if (previousHash === at.previousHash) {
      // The checkpoint was read and nothing is missing: the database is well, though there is nothing to write.
      this.#moves(true);
      await follower.ready();
      return null;
    }
    const caughtUp = follower.seq >= Number(Atomics.load(this.#options.cell, 0));
    if (last === null) return { hash: previousHash, write: null, caughtUp };
    return {
      hash: previousHash,
      caughtUp,
      write: { fromSeq: first, toSeq: last.seq, hash: previousHash, at: last.time, rows },
    };
  }
}

/**
 * A database that is ahead of the journal, or holds another entry where it stands, shows another history: the rows of
 * this one would be missing from it, or stand in between.
 */
function anotherJournal({ seq }: Checkpoint, dataDir: string): Error {
  return new Error(
    `The database holds rows of another journal up to its entry ${seq}, which the one in ${dataDir} does not have: ` +
      "set DATABASE_URL to this journal's own database, or stop Interlock and run ./interlock db rebuild.",
  );
}

/** The newest snapshot that is not beyond the checkpoint; from the beginning when there is none. */
function stateBefore(
  dataDir: string,
  seq: number,
): { readonly state: EngineState; readonly seq: number; readonly hash: string } {
  const { snapshot } = latestSnapshot(dataDir);
  if (snapshot === null || snapshot.seq > seq) return { state: initialState(), seq: 0, hash: "" };
  return { state: stateOfSnapshot(snapshot.state), seq: snapshot.seq, hash: snapshot.hash };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
