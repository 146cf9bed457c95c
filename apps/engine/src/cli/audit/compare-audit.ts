import { auditBeyondCheckpoint, auditRange } from "@interlock/db/read/audit";
import { createLedgerClient } from "@interlock/db/read/ledger-client";
import { createPool } from "@interlock/db/create-pool";
import { openProjection } from "@interlock/db/projection/open-projection";
import type { AuditEntryRow } from "@interlock/db/projection/rows";
import { auditDifference, isAfter } from "../../edge/project/audit-difference.ts";
import { noRows, projectEntry } from "../../edge/project/rows-of-entry.ts";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import { readFrames } from "../../journal/read-journal.ts";
import { readEntry } from "../../journal/recovery/read-entry.ts";
import { frameHash } from "../../journal/segment/frame.ts";
import type { JournalVerification } from "../../journal/verify-journal.ts";
import type { EngineRecord } from "../../record.ts";
import { initialState } from "../../state.ts";

/** What the comparison of the audit rows with the journal found. */
export interface AuditComparison {
  readonly ok: boolean;
  readonly rows: number;
  /** Journal entry of the first row that is wrong; null when none is. */
  readonly firstBadSeq: number | null;
  readonly sentence: string;
}

/** Where both sides are. */
export interface AuditParts {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly journal: JournalVerification;
}

/** An entry's rows, as the projector makes them from the journal. */
interface ExpectedEntry {
  readonly seq: number;
  readonly rows: readonly AuditEntryRow[];
}

const ROWS_PER_PAGE = 5_000;

/**
 * Holds the database's audit rows against the journal: up to the projection's checkpoint every record has its row, word
 * for word, with the hashes of its entry, and there is no other row. Names the first that is wrong. Rows that the
 * projector of a running engine writes meanwhile are left for the next time.
 */
export async function compareAudit({
  dataDir,
  databaseUrl,
  journal,
}: AuditParts): Promise<AuditComparison> {
  const pool = createPool({
    connectionString: databaseUrl,
    applicationName: "interlock verify-audit",
    schema: "ledger",
    statementTimeoutMs: 30_000,
  });
  const ledger = createLedgerClient(pool);
  try {
    const checkpoint = await openProjection(pool).checkpoint();
    const sound = (journal.firstFault?.seq ?? Number.POSITIVE_INFINITY) - 1;
    const until = Math.max(0, Math.min(checkpoint.seq, sound));
    const rows = new RowReader((fromSeq) => auditRange(ledger, { fromSeq, limit: ROWS_PER_PAGE }));
    const outcome = await compareEntries(expectedEntries(dataDir), rows, until);
    const bad =
      outcome.bad ??
      (until < checkpoint.seq
        ? null
        : (beyondJournal(outcome.reached, await rows.next(), until) ??
          strayRow(await auditBeyondCheckpoint(ledger))));
    if (bad !== null) return wrong(bad, outcome.rows);
    const end = Math.max(journal.lastSeq, until);
    const known =
      checkpoint.seq > end
        ? ` The database was written from a journal that went on to entry ${checkpoint.seq}.`
        : "";
    const sentence = `Audit rows: ${outcome.rows} agree with the journal, up to entry ${until} of ${end}.${known}`;
    return { ok: true, rows: outcome.rows, firstBadSeq: null, sentence };
  } catch (error) {
    const why = error instanceof JournalFaultError ? error.fault.sentence : String(error);
    return { ok: false, rows: 0, firstBadSeq: null, sentence: `Audit rows: not compared: ${why}` };
  } finally {
    await ledger.$disconnect();
    await pool.end();
  }
}

/** The first entry whose rows are wrong, and what is wrong with them. */
interface BadEntry {
  readonly seq: number;
  readonly why: string;
}

/** Judges what the database has up to its checkpoint and the journal has not. */
function beyondJournal(
  reached: number,
  surplus: AuditEntryRow | null,
  checkpoint: number,
): BadEntry | null {
  if (surplus !== null && surplus.journalSeq <= checkpoint) return strayRow(surplus.journalSeq);
  if (reached >= checkpoint) return null;
  const why = `the database was written up to entry ${checkpoint}, but the journal ends with ${reached}`;
  return { seq: reached + 1, why };
}

function strayRow(seq: number | null): BadEntry | null {
  return seq === null ? null : { seq, why: "a row that no journal entry made" };
}

function wrong({ seq, why }: BadEntry, rows: number): AuditComparison {
  return {
    ok: false,
    rows,
    firstBadSeq: seq,
    sentence: `Audit rows: first bad entry ${seq}: ${why}.`,
  };
}

/** Rows in the journal's order, a page at a time. */
class RowReader {
  readonly #read: (fromSeq: number) => Promise<readonly AuditEntryRow[]>;
  #page: readonly AuditEntryRow[] = [];
  #at = 0;
  #last: AuditEntryRow | null = null;

  constructor(read: (fromSeq: number) => Promise<readonly AuditEntryRow[]>) {
    this.#read = read;
  }

  /** Returns the next row, or null at the end. */
  async next(): Promise<AuditEntryRow | null> {
    if (this.#at >= this.#page.length) await this.#turn();
    const row = this.#page[this.#at] ?? null;
    if (row !== null) {
      this.#at += 1;
      this.#last = row;
    }
    return row;
  }

  /** A page begins with the last entry of the one before: what was seen of it is passed over. */
  async #turn(): Promise<void> {
    const last = this.#last;
    const page = await this.#read(last?.journalSeq ?? 0);
    this.#page = last === null ? page : page.filter((row) => isAfter(row, last));
    this.#at = 0;
  }
}

function* expectedEntries(dataDir: string): Generator<ExpectedEntry> {
  const state = initialState();
  let previousHash = "";
  for (const frame of readFrames(dataDir, 1)) {
    const hash = frameHash(frame).toString("hex");
    const entry = readEntry<EngineRecord>(frame);
    if ("code" in entry) throw new JournalFaultError(entry);
    const rows = noRows();
    projectEntry(state, { entry, hash, previousHash }, rows);
    yield { seq: entry.seq, rows: rows.auditEntries };
    previousHash = hash;
  }
}

interface Compared {
  readonly rows: number;
  /** The last entry whose rows were all there. */
  readonly reached: number;
  readonly bad: BadEntry | null;
}

async function compareEntries(
  expected: Iterable<ExpectedEntry>,
  rows: RowReader,
  until: number,
): Promise<Compared> {
  let count = 0;
  let reached = 0;
  if (until === 0) return { rows: count, reached, bad: null };
  for (const entry of expected) {
    for (const row of entry.rows) {
      const found = await rows.next();
      const why = auditDifference(row, found);
      if (why !== null) {
        const seq = Math.min(entry.seq, found?.journalSeq ?? entry.seq);
        return { rows: count, reached, bad: { seq, why } };
      }
      count += 1;
    }
    reached = entry.seq;
    // The next entry is not even read: it may be the first bad one.
    if (reached >= until) break;
  }
  return { rows: count, reached, bad: null };
}
