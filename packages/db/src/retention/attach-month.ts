import type pg from "pg";
import { boundsOf, MONTHLY_TABLES, type Month, type MonthlyTable, partitionOf } from "./month.ts";

/** Gives a table's rows as `detachMonth` took them, in pages. */
export type GiveRows = (table: MonthlyTable) => AsyncIterable<readonly string[]>;

/**
 * Puts a month back that `detachMonth` took out, in the transaction of `client`. Each partition is filled before it is
 * attached, so that the ids of executions, which stayed, are not claimed again. Needs the rights of the ledger's owner.
 * Rejects when the month is there.
 */
export async function attachMonth(
  client: pg.ClientBase,
  month: Month,
  give: GiveRows,
): Promise<void> {
  const { from, to } = boundsOf(month);
  await client.query("set local search_path to ledger, pg_temp");
  for (const table of MONTHLY_TABLES) {
    const partition = partitionOf(table, month);
    await client.query(`create table ${partition} (like ${table} including all)`);
    for await (const lines of give(table)) {
      await client.query(
        `insert into ${partition} select * from json_populate_recordset(null::${partition}, $1::json)`,
        [`[${lines.join(",")}]`],
      );
    }
    await client.query(
      `create trigger append_only_table before truncate on ${partition} for each statement execute function refuse_change()`,
    );
    await client.query(
      `alter table ${table} attach partition ${partition}
       for values from ('${new Date(from).toISOString()}') to ('${new Date(to).toISOString()}')`,
    );
  }
}
