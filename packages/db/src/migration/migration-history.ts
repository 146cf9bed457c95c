import type pg from "pg";
import { DatabaseStartError } from "../database-start-error.ts";
import type { Migration } from "./migration-files.ts";

/** Lies in the schema that is never rebuilt. Columns as in Prisma's own history. */
const HISTORY = `identity."_prisma_migrations"`;

interface HistoryRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/** Makes the schemas and the history table where they are absent. */
export async function prepareHistory(client: pg.ClientBase): Promise<void> {
  await client.query(`create schema if not exists identity; create schema if not exists ledger`);
  await client.query(
    `create table if not exists ${HISTORY} (
       id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
       migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
       started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`,
  );
}

/**
 * Returns the migrations that the database lacks. Throws DatabaseStartError naming the migration when its history does
 * not fit ours: one that we do not know, one that was interrupted, one whose text has changed since.
 */
export async function pendingMigrations(
  client: pg.ClientBase,
  known: readonly Migration[],
): Promise<Migration[]> {
  const { rows } = await client.query<HistoryRow>(
    `select migration_name, checksum, finished_at from ${HISTORY} where rolled_back_at is null order by started_at`,
  );
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  for (const row of rows) checkApplied(row, byName.get(row.migration_name));
  const applied = new Set(rows.map((row) => row.migration_name));
  return known.filter((migration) => !applied.has(migration.name));
}

function checkApplied(row: HistoryRow, migration: Migration | undefined): void {
  const name = `"${row.migration_name}"`;
  if (migration === undefined) {
    throw new DatabaseStartError(
      `The database has migration ${name}, which this build does not know: its schema is newer. ` +
        "Start the newer build, or use another database.",
    );
  }
  if (row.finished_at === null) {
    throw new DatabaseStartError(
      `Migration ${name} was interrupted and may be half applied: restore the database, or repair it and set ` +
        "finished_at (done) or rolled_back_at (undone) in identity._prisma_migrations.",
    );
  }
  if (row.checksum !== migration.checksum) {
    throw new DatabaseStartError(
      `Migration ${name} has changed since it was applied: restore the file, and write a new migration instead.`,
    );
  }
}

/** Records a migration as begun, finished or both. */
export async function recordStart(
  client: pg.ClientBase,
  { name, checksum }: Migration,
): Promise<void> {
  await client.query(
    `insert into ${HISTORY} (id, checksum, migration_name) values (gen_random_uuid()::text, $1, $2)`,
    [checksum, name],
  );
}

/** Records the migration that was begun last under this name as done. */
export async function recordFinish(client: pg.ClientBase, { name }: Migration): Promise<void> {
  await client.query(
    `update ${HISTORY} set finished_at = now(), applied_steps_count = 1
     where migration_name = $1 and finished_at is null and rolled_back_at is null`,
    [name],
  );
}
