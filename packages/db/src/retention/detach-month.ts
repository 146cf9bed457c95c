import type pg from "pg";
import { MONTHLY_TABLES, type Month, type MonthlyTable, partitionOf } from "./month.ts";

const ROWS_PER_PAGE = 2_000;

/** Takes a page of a table's rows, each as one line of JSON, in the order of the journal. */
export type TakeRows = (table: MonthlyTable, lines: readonly string[]) => Promise<void>;

/** Returns the months that the ledger holds, oldest first. */
export async function presentMonths(client: Pick<pg.Pool, "query">): Promise<Month[]> {
  const { rows } = await client.query<{ month: string }>(
    `select replace(right(c.relname, 7), '_', '-') as month from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'ledger.audit_entries'::regclass order by 1`,
  );
  return rows.map(({ month }) => month);
}

/**
 * Takes a month out of the ledger, in the transaction of `client`: detaches its partitions, hands every row to `take`,
 * and drops them. Until that transaction is committed nothing is gone. Needs the rights of the ledger's owner.
 */
export async function detachMonth(
  client: pg.ClientBase,
  month: Month,
  take: TakeRows,
): Promise<void> {
  await client.query("set local time zone 'UTC'");
  for (const table of MONTHLY_TABLES) {
    const partition = partitionOf(table, month);
    await client.query(`alter table ledger.${table} detach partition ledger.${partition}`);
    await client.query(
      `declare retained no scroll cursor for
       select row_to_json(t)::text as line from ledger.${partition} t order by journal_seq, record_index`,
    );
    for (;;) {
      const { rows } = await client.query<{ line: string }>(`fetch ${ROWS_PER_PAGE} from retained`);
      if (rows.length === 0) break;
      await take(
        table,
        rows.map(({ line }) => line),
      );
    }
    await client.query("close retained");
    await client.query(`drop table ledger.${partition}`);
  }
}
