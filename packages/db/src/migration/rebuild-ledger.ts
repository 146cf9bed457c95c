import type pg from "pg";
import { inTransaction } from "../in-transaction.ts";
import { readMigrations } from "./migration-files.ts";

/** Where a ledger is built while the present one is in use. */
export const NEXT_LEDGER = "ledger_next";
const PREVIOUS_LEDGER = "ledger_previous";

/**
 * Makes an empty ledger in the schema `ledger_next`, dropping an unfinished one. Migrations name no schema, so the same
 * files that made the present ledger make this one. Project the journal into it with
 * `openProjection(pool, { schema: NEXT_LEDGER })`, then call `swapLedger`.
 */
export async function createNextLedger(
  pool: pg.Pool,
  { migrationsDir }: { migrationsDir?: string } = {},
): Promise<void> {
  const migrations = readMigrations(migrationsDir).filter(({ schema }) => schema === "ledger");
  await inTransaction(pool, async (client) => {
    await client.query(`drop schema if exists ${NEXT_LEDGER} cascade`);
    await client.query(`create schema ${NEXT_LEDGER}`);
    await client.query(`set local search_path to ${NEXT_LEDGER}`);
    for (const { sql } of migrations) await client.query(sql);
  });
}

/** Puts `ledger_next` in the place of `ledger`, in one step for every reader, and drops the one that was replaced. */
export async function swapLedger(pool: pg.Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(`drop schema if exists ${PREVIOUS_LEDGER} cascade`);
    await client.query(`alter schema ledger rename to ${PREVIOUS_LEDGER}`);
    await client.query(`alter schema ${NEXT_LEDGER} rename to ledger`);
    // It was made to look up its names in the schema as that was called then.
    await client.query(
      "alter function ledger.ensure_month(timestamptz) set search_path = ledger, pg_temp",
    );
  });
  await pool.query(`drop schema if exists ${PREVIOUS_LEDGER} cascade`);
}
