import type pg from "pg";
import { insertRows } from "../projection/insert-rows.ts";
import type { LedgerTable } from "../projection/ledger-tables.ts";
import * as tables from "../projection/ledger-tables.ts";
import type { ProjectionRows, RecordPlace } from "../projection/rows.ts";
import {
  boundsOf,
  MONTHLY_TABLES,
  type Month,
  type MonthlyTable,
  monthOf,
  partitionOf,
} from "./month.ts";

/** Rows are sent to the server when so many have gathered. */
const ROWS_PER_FLUSH = 5_000;

type MonthlyRows = Pick<
  ProjectionRows,
  | "orderEvents"
  | "fills"
  | "signals"
  | "riskDecisions"
  | "pnlSnapshots"
  | "commands"
  | "auditEntries"
>;

/** A row that is not what it must be. */
export interface RowDifference {
  readonly table: MonthlyTable;
  readonly journalSeq: number;
  readonly recordIndex: number;
  readonly what: "changed" | "missing" | "surplus";
}

/**
 * Rows that the monthly tables must hold, written by the projector's own columns into tables of this connection alone,
 * and compared there by the server, each column in its own type. They are gone with the connection.
 */
export class ExpectedRows {
  readonly #client: pg.ClientBase;
  readonly #months: ReadonlySet<Month>;
  #waiting = nothing();
  #count = 0;

  private constructor(client: pg.ClientBase, months: ReadonlySet<Month>) {
    this.#client = client;
    this.#months = months;
  }

  /** Makes the tables, empty, for rows of some months of the schema `ledger`. A connection can do it once. */
  static async open(client: pg.ClientBase, months: ReadonlySet<Month>): Promise<ExpectedRows> {
    await client.query("set search_path to ledger, pg_temp");
    for (const table of MONTHLY_TABLES)
      await client.query(`create temp table ${expectedName(table)} (like ledger.${table})`);
    return new ExpectedRows(client, months);
  }

  /** Takes rows that must be there, those of other months left out. Rejects with UnfitValue where one fits no table. */
  async take(rows: MonthlyRows): Promise<void> {
    for (const name of rowNames()) this.#append(rows, name);
    if (this.#count >= ROWS_PER_FLUSH) await this.flush();
  }

  /** Sends what was taken: to be called before months are compared. */
  async flush(): Promise<void> {
    const rows = this.#waiting;
    this.#waiting = nothing();
    this.#count = 0;
    await this.#write(tables.ORDER_EVENTS, rows.orderEvents);
    await this.#write(tables.FILLS, rows.fills);
    await this.#write(tables.SIGNALS, rows.signals);
    await this.#write(tables.RISK_DECISIONS, rows.riskDecisions);
    await this.#write(tables.PNL_SNAPSHOTS, rows.pnlSnapshots);
    await this.#write(tables.COMMANDS, rows.commands);
    await this.#write(tables.AUDIT_ENTRIES, rows.auditEntries);
  }

  /** Returns the first row of a month that is not what was taken, table by table; null when every one is. */
  async differenceIn(month: Month): Promise<RowDifference | null> {
    for (const table of MONTHLY_TABLES) {
      const found = await this.#differenceOf(table, month);
      if (found !== null) return found;
    }
    return null;
  }

  /** Keeps every other hand from a month's rows until the transaction ends. Rejects where a partition is missing. */
  async hold(month: Month): Promise<void> {
    const partitions = MONTHLY_TABLES.map((table) => `ledger.${partitionOf(table, month)}`);
    await this.#client.query(`lock table ${partitions.join(", ")} in access exclusive mode`);
  }

  #append<Name extends keyof MonthlyRows>(rows: MonthlyRows, name: Name): void {
    const waiting: MonthlyRows[Name][number][] = this.#waiting[name];
    for (const row of rows[name]) {
      if (!this.#months.has(monthOf(row.at))) continue;
      waiting.push(row);
      this.#count += 1;
    }
  }

  #write<Row extends RecordPlace>(table: LedgerTable<Row>, rows: readonly Row[]): Promise<void> {
    return insertRows(this.#client, { ...table, name: `pg_temp.expected_${table.name}` }, rows);
  }

  async #differenceOf(table: MonthlyTable, month: Month): Promise<RowDifference | null> {
    const { from, to } = boundsOf(month);
    const bounds = [new Date(from).toISOString(), new Date(to).toISOString()];
    const { rows } = await this.#client.query<Stray>(differenceSql(table), bounds);
    const [first, second] = rows;
    if (first === undefined) return null;
    const isChanged =
      second !== undefined && second.origin !== first.origin && isSame(first, second);
    const what = first.origin === "held" ? "surplus" : "missing";
    const place = { journalSeq: Number(first.journal_seq), recordIndex: first.record_index };
    return { table, ...place, what: isChanged ? "changed" : what };
  }
}

/** A row that one side has and the other has not. */
interface Stray {
  readonly journal_seq: string;
  readonly record_index: number;
  readonly origin: "expected" | "held";
}

function isSame(a: Stray, b: Stray): boolean {
  return a.journal_seq === b.journal_seq && a.record_index === b.record_index;
}

function expectedName(table: MonthlyTable): string {
  return `expected_${table}`;
}

/** As many of a row as there must be, too: a copy of a sound row is one too many. */
function differenceSql(table: MonthlyTable): string {
  const within = "where at >= $1::timestamptz and at < $2::timestamptz";
  const held = `select * from ledger.${table} ${within}`;
  const expected = `select * from pg_temp.${expectedName(table)} ${within}`;
  const place = "journal_seq, record_index";
  return `select ${place}, origin from (
    select ${place}, 'held' as origin from (${held} except all ${expected}) h union all
    select ${place}, 'expected' as origin from (${expected} except all ${held}) e
  ) strays order by ${place}, origin limit 2`;
}

type Gathered = { -readonly [Name in keyof MonthlyRows]: MonthlyRows[Name][number][] };

function nothing(): Gathered {
  return {
    ...{ orderEvents: [], fills: [], signals: [], riskDecisions: [] },
    ...{ pnlSnapshots: [], commands: [], auditEntries: [] },
  };
}

function rowNames(): readonly (keyof MonthlyRows)[] {
  return [
    ...(["orderEvents", "fills", "signals", "riskDecisions"] as const),
    ...(["pnlSnapshots", "commands", "auditEntries"] as const),
  ];
}
