import { auditBeyondCheckpoint, auditRange } from "@interlock/db/read/audit";
import { createLedgerClient, type LedgerClient } from "@interlock/db/read/ledger-client";
import { createPool } from "@interlock/db/create-pool";
import { openProjection } from "@interlock/db/projection/open-projection";
import type { AuditEntryRow, FillRow } from "@interlock/db/projection/rows";
import { presentMonths } from "@interlock/db/retention/detach-month";
import { type Month, monthOf } from "@interlock/db/retention/month";
import { fillRange } from "@interlock/db/read/fills";
import type { Archive } from "../../edge/archive/archived-months.ts";
import { type JournaledMonth, MonthBooks } from "../../edge/archive/journaled-months.ts";
import { auditDifference } from "../../edge/project/audit-difference.ts";
import { journaledRows } from "../../edge/project/journaled-rows.ts";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import type { JournalVerification } from "../../journal/verify-journal.ts";
import { RowReader } from "./row-reader.ts";

/** What the comparison of the audit rows with the journal found. */
export interface AuditComparison {
  readonly ok: boolean;
  readonly rows: number;
  readonly fills: number;
  /** Journal entry of the first row that is wrong; null when none is. */
  readonly firstBadSeq: number | null;
  readonly sentence: string;
}

/** Where both sides are. */
export interface AuditParts {
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly journal: JournalVerification;
  /** Months that were taken out of the database into files; absent: none were. */
  readonly archive?: Archive;
}

/** An entry's rows, as the projector makes them from the journal. */
interface ExpectedEntry {
  readonly seq: number;
  readonly rows: readonly AuditEntryRow[];
  readonly fills: readonly FillRow[];
}

const ROWS_PER_PAGE = 5_000;

/**
 * Holds the database's audit rows and fills against the journal: up to the projection's checkpoint every record has its
 * row, word for word, with the hashes of its entry, every fill has its own, and there is no other row. Names the first
 * that is wrong. Rows that the projector of a running engine writes meanwhile are left for the next time.
 */
export async function compareAudit({
  dataDir,
  databaseUrl,
  journal,
  archive = NO_ARCHIVE,
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
    const limit = ROWS_PER_PAGE;
    const rows = new RowReader((fromSeq) => auditRange(ledger, { fromSeq, limit }));
    const fills = new RowReader((fromSeq) => fillRange(ledger, { fromSeq, limit }));
    const absent = await absentMonths(pool, archive);
    const books = new MonthBooks((month) => absent.has(month));
    const expected = inDatabase(expectedEntries(dataDir), absent, books);
    const outcome = await compareEntries(expected, { rows, fills }, until);
    const archived = outcome.bad === null ? archivedFault(absent, books.end()) : null;
    if (archived !== null)
      return { ...wrong({ seq: 0, why: archived }, outcome), sentence: archived };
    const bad =
      outcome.bad ??
      (until < checkpoint.seq ? null : await surplus(ledger, { rows, fills }, { outcome, until }));
    if (bad !== null) return wrong(bad, outcome);
    const sentence = agreement(outcome, {
      until,
      checkpoint: checkpoint.seq,
      lastSeq: journal.lastSeq,
      archived: absent.size,
    });
    return { ok: true, rows: outcome.rows, fills: outcome.fills, firstBadSeq: null, sentence };
  } catch (error) {
    const why = error instanceof JournalFaultError ? error.fault.sentence : String(error);
    const sentence = `Audit rows: not compared: ${why}`;
    return { ok: false, rows: 0, fills: 0, firstBadSeq: null, sentence };
  } finally {
    await ledger.$disconnect();
    await pool.end();
  }
}

interface Reach {
  readonly until: number;
  readonly checkpoint: number;
  readonly lastSeq: number;
  readonly archived: number;
}

function agreement({ rows }: Compared, { until, checkpoint, lastSeq, archived }: Reach): string {
  const end = Math.max(lastSeq, until);
  const known =
    checkpoint > end
      ? ` The database was written from a journal that went on to entry ${checkpoint}.`
      : "";
  const files = archived === 0 ? "" : ` ${archived} months are archived, and agree with it, too.`;
  return `Audit rows: ${rows} agree with the journal, up to entry ${until} of ${end}.${known}${files}`;
}

const NO_ARCHIVE: Archive = { months: new Map(), faults: [] };

/** Months that are archived and not in the database: one that was put back is compared like any other. */
async function absentMonths(
  pool: Parameters<typeof presentMonths>[0],
  { months }: Archive,
): Promise<Archive["months"]> {
  if (months.size === 0) return months;
  const present = new Set(await presentMonths(pool));
  return new Map([...months].filter(([month]) => !present.has(month)));
}

/** Leaves of each entry what the database must hold; the rest goes into the books of its month. */
function* inDatabase(
  entries: Iterable<ExpectedEntry>,
  absent: Archive["months"],
  books: MonthBooks,
): Generator<ExpectedEntry> {
  const isHere = ({ at }: { readonly at: number }) => !absent.has(monthOf(at));
  for (const entry of entries) {
    if (absent.size === 0) yield entry;
    else {
      for (const row of entry.rows) books.takeAudit(row);
      yield { ...entry, rows: entry.rows.filter(isHere), fills: entry.fills.filter(isHere) };
    }
  }
}

/** Says which archived month is not what the journal makes of it; null when none is. Its files are checked apart. */
function archivedFault(
  absent: Archive["months"],
  journaled: ReadonlyMap<Month, JournaledMonth>,
): string | null {
  for (const [month, archived] of absent) {
    if (journaled.get(month)?.audit !== archived.manifest.audit)
      return `The archive of ${month} is not what the journal makes of that month.`;
  }
  return null;
}

/** The first entry whose rows are wrong, and what is wrong with them. */
interface BadEntry {
  /** Which rows; audit rows where absent. */
  readonly table?: "Fills";
  readonly seq: number;
  readonly why: string;
}

/** Names the first row that stands in the database behind all that were expected; null when none does. */
async function surplus(
  ledger: LedgerClient,
  { rows, fills }: Readers,
  { outcome, until }: { readonly outcome: Compared; readonly until: number },
): Promise<BadEntry | null> {
  return (
    strayFill(await fills.next(), until) ??
    beyondJournal(outcome.reached, await rows.next(), until) ??
    strayRow(await auditBeyondCheckpoint(ledger))
  );
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

function strayFill(surplus: FillRow | null, checkpoint: number): BadEntry | null {
  if (surplus === null || surplus.journalSeq > checkpoint) return null;
  const why = `a fill of ${surplus.symbol} that no journal entry made`;
  return { table: "Fills", seq: surplus.journalSeq, why };
}

function wrong(
  { table, seq, why }: BadEntry,
  { rows, fills }: Pick<Compared, "rows" | "fills">,
): AuditComparison {
  const sentence = `${table ?? "Audit rows"}: first bad entry ${seq}: ${why}.`;
  return { ok: false, rows, fills, firstBadSeq: seq, sentence };
}

function* expectedEntries(dataDir: string): Generator<ExpectedEntry> {
  for (const { seq, rows } of journaledRows(dataDir))
    yield { seq, rows: rows.auditEntries, fills: rows.fills };
}

interface Compared {
  readonly rows: number;
  readonly fills: number;
  /** The last entry whose rows were all there. */
  readonly reached: number;
  readonly bad: BadEntry | null;
}

interface Readers {
  readonly rows: RowReader<AuditEntryRow>;
  readonly fills: RowReader<FillRow>;
}

async function compareEntries(
  expected: Iterable<ExpectedEntry>,
  readers: Readers,
  until: number,
): Promise<Compared> {
  let rows = 0;
  let fills = 0;
  let reached = 0;
  if (until === 0) return { rows, fills, reached, bad: null };
  for (const entry of expected) {
    const bad = (await wrongRow(entry, readers.rows)) ?? (await wrongFill(entry, readers.fills));
    if (bad !== null) return { rows, fills, reached, bad };
    rows += entry.rows.length;
    fills += entry.fills.length;
    reached = entry.seq;
    // The next entry is not even read: it may be the first bad one.
    if (reached >= until) break;
  }
  return { rows, fills, reached, bad: null };
}

async function wrongRow(
  entry: ExpectedEntry,
  rows: RowReader<AuditEntryRow>,
): Promise<BadEntry | null> {
  for (const row of entry.rows) {
    const found = await rows.next();
    const why = auditDifference(row, found);
    if (why !== null) return { seq: Math.min(entry.seq, found?.journalSeq ?? entry.seq), why };
  }
  return null;
}

async function wrongFill(
  entry: ExpectedEntry,
  fills: RowReader<FillRow>,
): Promise<BadEntry | null> {
  for (const fill of entry.fills) {
    const found = await fills.next();
    const why = fillDifference(fill, found);
    if (why === null) continue;
    return { table: "Fills", seq: Math.min(entry.seq, found?.journalSeq ?? entry.seq), why };
  }
  return null;
}

/** Says what a fill's row has wrong, null when nothing. */
function fillDifference(expected: FillRow, found: FillRow | null): string | null {
  const what = `the fill of ${expected.quantity} ${expected.symbol} (${expected.executionId})`;
  if (found === null || found.executionId !== expected.executionId) return `${what} is missing`;
  const fields: (keyof FillRow)[] = ["clientOrderId", "venueOrderId", "strategyId", "accountId"];
  fields.push("symbol", "side", "quantity", "price", "fee", "at", "journalSeq", "recordIndex");
  const field = fields.find((name) => found[name] !== expected[name]);
  return field === undefined ? null : `${field} of ${what} is not what the journal says`;
}
