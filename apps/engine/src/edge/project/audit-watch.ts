import type { DatabasePool } from "@interlock/db/create-pool";
import { presentMonths } from "@interlock/db/retention/detach-month";
import { type Month, monthOf } from "@interlock/db/retention/month";
import { openProjection } from "@interlock/db/projection/open-projection";
import type { AuditEntryRow } from "@interlock/db/projection/rows";
import { auditBeyondCheckpoint, auditChanges, auditRange } from "@interlock/db/read/audit";
import { createLedgerClient, type LedgerClient } from "@interlock/db/read/ledger-client";
import type { DurableCell } from "../../journal/durable-cell.ts";
import { JournalFollower } from "../../journal/journal-follower.ts";
import { publicKeyPath, readPublicKey } from "../../journal/heads/head-key.ts";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import type { EngineRecord } from "../../record.ts";
import { readArchive } from "../archive/archived-months.ts";
import { auditDifference } from "./audit-difference.ts";
import { auditRowsOf } from "./rows-of-entry.ts";

/** What the watch reads, and who is told what it finds. */
export interface AuditWatchOptions {
  readonly pool: DatabasePool;
  readonly dataDir: string;
  readonly cell: DurableCell;
  readonly signal: AbortSignal;
  readonly found: (sentence: string) => void;
}

/** How the audit rows stand. */
export interface AuditWatchStatus {
  /** What is wrong with them; empty while nothing is known to be. */
  readonly fault: string;
  /** Why they are not compared just now; empty while they are. */
  readonly error: string;
  readonly comparedTo: number;
  /** Every row was compared since the start. */
  readonly comparedWhole: boolean;
}

/** Entries compared at a time: a few milliseconds of this thread. */
const ENTRIES_PER_LOOK = 100;
const LOOK_EVERY_MS = 250;
const AFTER_ERROR_MS = 2_000;

/**
 * Holds the database's audit rows against the journal, again and again, a few at a time, so that a row that was
 * changed, deleted or added by hand is found while the product runs; `verify-audit` does the same at once and with the
 * chain.
 *
 * One round of 20,000 entries takes a minute. Postgres counts the rows that were changed or deleted in a table: rows of
 * this one never are, so when the count moves the round begins anew, without pauses.
 */
export class AuditWatch {
  readonly #options: AuditWatchOptions;
  readonly #ledger: LedgerClient;
  #follower: JournalFollower<EngineRecord> | null = null;
  #previousHash = "";
  #archived: ReadonlySet<Month> = new Set();
  #status: AuditWatchStatus = { fault: "", error: "", comparedTo: 0, comparedWhole: false };
  #changes: number | null = null;
  #hurries = false;
  #told = "";

  constructor(options: AuditWatchOptions) {
    this.#options = options;
    this.#ledger = createLedgerClient(options.pool);
  }

  status(): AuditWatchStatus {
    return this.#status;
  }

  /** Runs until the signal is aborted; what the database does is never the end of it. */
  async run(): Promise<void> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#look();
        this.#note({ error: "" });
        await pause(this.#hurries ? 0 : LOOK_EVERY_MS, signal);
      } catch (error: unknown) {
        if (error instanceof JournalFaultError) this.#accuse(error.fault.sentence);
        else this.#note({ error: error instanceof Error ? error.message : String(error) });
        this.#beginAnew();
        await pause(AFTER_ERROR_MS, signal);
      }
    }
    this.#beginAnew();
    await this.#ledger.$disconnect();
  }

  async #look(): Promise<void> {
    await this.#noteChanges();
    const { seq: checkpoint } = await openProjection(this.#options.pool).checkpoint();
    if (this.#follower === null) await this.#noteArchived();
    const { rows, first, last, isEnd } = this.#expectNext(checkpoint);
    const why = last < first ? null : await this.#compare(rows, { first, last });
    if (why !== null) return this.#accuse(why);
    this.#note({ comparedTo: Math.max(this.#status.comparedTo, last) });
    if (isEnd) await this.#endRound();
  }

  /** Rows that the next entries have made, up to the checkpoint. */
  #expectNext(checkpoint: number) {
    const { dataDir, cell } = this.#options;
    this.#follower ??= new JournalFollower({ dir: dataDir, afterSeq: 0, cell, batchMax: 1 });
    const follower = this.#follower;
    const first = follower.seq + 1;
    const rows: AuditEntryRow[] = [];
    let isEnd = false;
    for (let count = 0; count < ENTRIES_PER_LOOK && !isEnd; count += 1) {
      const [entry] = follower.seq < checkpoint ? follower.read() : [];
      if (entry === undefined) {
        isEnd = true;
        break;
      }
      const hash = follower.position.hash.toString("hex");
      const made = auditRowsOf({ entry, hash, previousHash: this.#previousHash });
      rows.push(...made.filter(({ at }) => !this.#archived.has(monthOf(at))));
      this.#previousHash = hash;
    }
    return { rows, first, last: follower.seq, isEnd };
  }

  async #compare(
    expected: readonly AuditEntryRow[],
    { first, last }: { readonly first: number; readonly last: number },
  ): Promise<string | null> {
    const limit = expected.length + 1;
    const listed = await auditRange(this.#ledger, { fromSeq: first, limit });
    const found = listed.filter((row) => row.journalSeq <= last);
    for (const [index, row] of expected.entries()) {
      const why = auditDifference(row, found[index] ?? null);
      if (why !== null) return faultOf(row.journalSeq, why);
    }
    const surplus = found[expected.length];
    return surplus === undefined ? null : faultOf(surplus.journalSeq, STRAY);
  }

  /** All rows were there. What stands beyond the checkpoint is nobody's. */
  async #endRound(): Promise<void> {
    const stray = await auditBeyondCheckpoint(this.#ledger);
    if (stray !== null) return this.#accuse(faultOf(stray, STRAY));
    this.#hurries = false;
    this.#told = "";
    this.#note({ fault: "", comparedWhole: true });
    this.#beginAnew();
  }

  /** A month that was taken out of the database, into a signed archive, is missed by nobody. */
  async #noteArchived(): Promise<void> {
    const { pool, dataDir } = this.#options;
    const { months } = readArchive(dataDir, readPublicKey(publicKeyPath(dataDir)));
    const present = months.size === 0 ? [] : await presentMonths(pool);
    this.#archived = new Set([...months.keys()].filter((month) => !present.includes(month)));
  }

  async #noteChanges(): Promise<void> {
    const changes = await auditChanges(this.#ledger);
    const moved = this.#changes !== null && changes !== this.#changes;
    this.#changes = changes;
    if (!moved) return;
    this.#hurries = true;
    this.#beginAnew();
  }

  #accuse(fault: string): void {
    this.#hurries = false;
    this.#note({ fault, comparedWhole: false });
    this.#beginAnew();
    if (this.#told === fault) return;
    this.#told = fault;
    this.#options.found(
      `The audit trail is not what the journal says: ${fault}. Run verify-audit.`,
    );
  }

  #beginAnew(): void {
    this.#follower?.close();
    this.#follower = null;
    this.#previousHash = "";
  }

  #note(change: Partial<AuditWatchStatus>): void {
    this.#status = { ...this.#status, ...change };
  }
}

const STRAY = "a row that no journal entry made";

function faultOf(seq: number, why: string): string {
  return `entry ${seq}: ${why}`;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
