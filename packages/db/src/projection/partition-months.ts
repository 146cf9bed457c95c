import type pg from "pg";
import { inTransaction } from "../in-transaction.ts";
import { isoInstant } from "./column.ts";
import type { ProjectionRows, RecordPlace } from "./rows.ts";

/**
 * Sees to it that every month of a batch has its partitions before the batch is written. Months are made in a short
 * transaction of their own, so that no lock is held while rows are written.
 */
export class PartitionMonths {
  readonly #pool: pg.Pool;
  readonly #schema: string;
  readonly #made = new Set<number>();

  constructor(pool: pg.Pool, schema: string) {
    this.#pool = pool;
    this.#schema = schema;
  }

  /** Makes the months that the rows fall into, where they are missing. */
  async ensureFor(rows: Partial<ProjectionRows>): Promise<void> {
    const needed = new Set<number>();
    for (const list of partitionedRows(rows)) {
      for (const { at } of list) needed.add(startOfMonth(at));
    }
    for (const month of needed) {
      if (!this.#made.has(month)) await this.#make(month);
    }
  }

  /** Forgets which months are there: the next batch asks the database again. */
  forget(): void {
    this.#made.clear();
  }

  async #make(month: number): Promise<void> {
    const instant = isoInstant(month);
    await inTransaction(this.#pool, async (client) => {
      await client.query(`set local search_path to "${this.#schema}"`);
      await client.query("select ensure_month($1::timestamptz)", [instant]);
    });
    this.#made.add(month);
  }
}

function partitionedRows(rows: Partial<ProjectionRows>): (readonly RecordPlace[])[] {
  const { orderEvents, fills, pnlSnapshots, signals, riskDecisions, commands, auditEntries } = rows;
  const lists = [orderEvents, fills, pnlSnapshots, signals, riskDecisions, commands, auditEntries];
  return lists.filter((list) => list !== undefined);
}

function startOfMonth(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}
