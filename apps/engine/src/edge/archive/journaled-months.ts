import type { AuditEntryRow } from "@interlock/db/projection/rows";
import {
  type Month,
  MONTHLY_TABLES,
  type MonthlyTable,
  monthOf,
} from "@interlock/db/retention/month";
import type { GatheredRows } from "../project/rows-of-entry.ts";
import { AuditDigest } from "./audit-digest.ts";

/** What the journal makes of a month: how many rows of each table, and its audit rows as one hash. */
export interface JournaledMonth {
  readonly counts: Readonly<Record<MonthlyTable, number>>;
  readonly audit: string;
  /** The last entry that made a row of the month. */
  readonly lastSeq: number;
}

/** Names of the gathered rows of each monthly table. */
const GATHERED = {
  order_events: "orderEvents",
  fills: "fills",
  signals: "signals",
  risk_decisions: "riskDecisions",
  pnl_snapshots: "pnlSnapshots",
  commands: "commands",
  audit_entries: "auditEntries",
} as const;

interface Book {
  readonly counts: Record<string, number>;
  readonly audit: AuditDigest;
  lastSeq: number;
}

/** Gathers, row by row, what the journal makes of some months. */
export class MonthBooks {
  readonly #wanted: (month: Month) => boolean;
  readonly #books = new Map<Month, Book>();

  constructor(wanted: (month: Month) => boolean) {
    this.#wanted = wanted;
  }

  /** Takes the rows of an entry; those of other months are left out. */
  take(rows: Partial<GatheredRows>): void {
    for (const table of MONTHLY_TABLES)
      for (const { at, journalSeq } of rows[GATHERED[table]] ?? []) {
        const book = this.#bookOf(at);
        if (book === null) continue;
        book.counts[table] = (book.counts[table] ?? 0) + 1;
        // A fill belongs to the month of the venue's time, and may be booked in a later one.
        book.lastSeq = Math.max(book.lastSeq, journalSeq);
      }
    for (const row of rows.auditEntries ?? []) this.takeAudit(row);
  }

  takeAudit(row: AuditEntryRow): void {
    this.#bookOf(row.at)?.audit.take(row);
  }

  /** Returns what was gathered, once. */
  end(): ReadonlyMap<Month, JournaledMonth> {
    return new Map(
      [...this.#books].map(([month, { counts, audit, lastSeq }]) => [
        month,
        { counts: allCounts(counts), audit: audit.end(), lastSeq },
      ]),
    );
  }

  #bookOf(at: number): Book | null {
    const month = monthOf(at);
    if (!this.#wanted(month)) return null;
    const known = this.#books.get(month);
    if (known !== undefined) return known;
    const made: Book = { counts: {}, audit: new AuditDigest(), lastSeq: 0 };
    this.#books.set(month, made);
    return made;
  }
}

function allCounts(counts: Readonly<Record<string, number>>): JournaledMonth["counts"] {
  const of = (table: MonthlyTable) => counts[table] ?? 0;
  return {
    order_events: of("order_events"),
    fills: of("fills"),
    signals: of("signals"),
    risk_decisions: of("risk_decisions"),
    pnl_snapshots: of("pnl_snapshots"),
    commands: of("commands"),
    audit_entries: of("audit_entries"),
  };
}

/** Returns what a journal makes of a month that it knows nothing of. */
export function nothingJournaled(): JournaledMonth {
  return { counts: allCounts({}), audit: new AuditDigest().end(), lastSeq: 0 };
}
