import pg from "pg";
import { causeOf, codeOf, DatabaseStartError } from "../database-start-error.ts";
import { type Migration, readMigrations } from "./migration-files.ts";
import {
  pendingMigrations,
  prepareHistory,
  recordFinish,
  recordStart,
} from "./migration-history.ts";

/** Prisma Migrate takes the same advisory lock, so that the two never run at once. */
const MIGRATION_LOCK = 72_707_369;

export interface MigrationOutcome {
  /** Names of the migrations applied now, in order. */
  readonly applied: readonly string[];
}

/**
 * Brings a database to the schema of this build: each pending migration in a transaction of its own, together with
 * its line of history. Runners that start at once wait for each other. Throws DatabaseStartError, in one sentence that
 * names the migration, when the database is newer than the build, a migration was interrupted, changed or fails.
 */
export async function migrate(
  connectionString: string,
  { migrationsDir }: { migrationsDir?: string } = {},
): Promise<MigrationOutcome> {
  const known = readMigrations(migrationsDir);
  const client = new pg.Client({ connectionString, application_name: "interlock migrate" });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await prepareHistory(client);
    const pending = await pendingMigrations(client, known);
    for (const migration of pending) await apply(client, migration);
    return { applied: pending.map(({ name }) => name) };
  } catch (error) {
    if (error instanceof DatabaseStartError) throw error;
    throw new DatabaseStartError(`The database cannot be migrated: ${causeOf(error)}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Throws DatabaseStartError, in one sentence, unless a database is there and has the schema of this build. Changes
 * nothing.
 */
export async function demandMigrated(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, application_name: "interlock look" });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const pending = await pendingMigrations(client, readMigrations());
    if (pending.length > 0) throw notOurs(`it lacks migration "${pending[0]?.name}"`);
  } catch (error) {
    if (error instanceof DatabaseStartError) throw error;
    if (NOT_THERE.includes(codeOf(error))) throw notOurs("it was never migrated");
    throw new DatabaseStartError(`The database cannot be read: ${causeOf(error)}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** No such database, no such schema, no such table. */
const NOT_THERE = ["3D000", "3F000", "42P01"];

function notOurs(why: string): DatabaseStartError {
  return new DatabaseStartError(
    `The database does not have the schema of this build (${why}): start Interlock once, which brings it there.`,
  );
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    if (migration.inTransaction) await applyInTransaction(client, migration);
    else await applyAlone(client, migration);
  } catch (error) {
    throw new DatabaseStartError(`Migration "${migration.name}" failed: ${causeOf(error)}.`);
  }
}

async function applyInTransaction(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(`set local search_path to ${migration.schema}`);
    await client.query(migration.sql);
    await recordStart(client, migration);
    await recordFinish(client, migration);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

/** Begun is recorded before and finished after: between the two, a crash leaves a line that the next start refuses. */
async function applyAlone(client: pg.Client, migration: Migration): Promise<void> {
  await recordStart(client, migration);
  await client.query(`set search_path to ${migration.schema}`);
  await client.query(migration.sql);
  await client.query("reset search_path");
  await recordFinish(client, migration);
}
