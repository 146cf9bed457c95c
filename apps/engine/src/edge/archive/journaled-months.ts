import type { AuditEntryRow } from "@interlock/db/projection/rows";
import {
  type Month,
  MONTHLY_TABLES,
  type MonthlyTable,
  monthOf,
} from "@interlock/db/retention/month";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import { readEntry } from "../../journal/recovery/read-entry.ts";
import { readFrames } from "../../journal/read-journal.ts";
import { frameHash } from "../../journal/segment/frame.ts";
import type { EngineRecord } from "../../record.ts";
import { initialState } from "../../state.ts";
import { type GatheredRows, noRows, projectEntry } from "../project/rows-of-entry.ts";
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
      for (const { at } of rows[GATHERED[table]] ?? []) {
        const counts = this.#bookOf(at)?.counts;
        if (counts !== undefined) counts[table] = (counts[table] ?? 0) + 1;
      }
    for (const row of rows.auditEntries ?? []) this.takeAudit(row);
  }

  takeAudit(row: AuditEntryRow): void {
    this.#bookOf(row.at)?.audit.take(row);
  }

  /** Returns what was gathered, once. */
  end(): ReadonlyMap<Month, JournaledMonth> {
    return new Map(
      [...this.#books].map(([month, { counts, audit }]) => [
        month,
        { counts: allCounts(counts), audit: audit.end(), lastSeq: audit.lastSeq },
      ]),
    );
  }

  #bookOf(at: number): Book | null {
    const month = monthOf(at);
    if (!this.#wanted(month)) return null;
    const known = this.#books.get(month);
    if (known !== undefined) return known;
    const made: Book = { counts: {}, audit: new AuditDigest() };
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

/** Reads a whole journal for what it makes of the months before `before`. Throws JournalFaultError on damage. */
export function journaledMonths(
  dataDir: string,
  before: Month,
): ReadonlyMap<Month, JournaledMonth> {
  const books = new MonthBooks((month) => month < before);
  const state = initialState();
  let previousHash = "";
  for (const frame of readFrames(dataDir, 1)) {
    const hash = frameHash(frame).toString("hex");
    const entry = readEntry<EngineRecord>(frame);
    if ("code" in entry) throw new JournalFaultError(entry);
    const rows = noRows();
    projectEntry(state, { entry, hash, previousHash }, rows);
    books.take(rows);
    previousHash = hash;
  }
  return books.end();
}
