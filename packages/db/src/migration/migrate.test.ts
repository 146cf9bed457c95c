import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { createEmptyDatabase, type TestDatabase } from "../test-database.ts";
import { migrate } from "./migrate.ts";
import { readMigrations } from "./migration-files.ts";

const OURS = readMigrations().map(({ name }) => name);

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createEmptyDatabase();
  undo.push(() => database.drop());
  return database;
}

/** A copy of our migrations with further ones beside them. */
function migrationsWith(further: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "interlock-migrations-"));
  undo.push(() => rmSync(folder, { recursive: true }));
  cpSync(new URL("../../prisma/migrations", import.meta.url), folder, { recursive: true });
  for (const [name, sql] of Object.entries(further)) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, "migration.sql"), sql);
  }
  return folder;
}

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows }: { rows: unknown[] } = await client.query(sql);
    return rows;
  } finally {
    await client.end();
  }
}

const HISTORY =
  "select migration_name, finished_at is not null as done from identity._prisma_migrations";

describe("migrate", () => {
  it("builds the whole schema from an empty database, each migration in its own schema", async () => {
    const { connectionString } = await emptyDatabase();
    expect(await migrate(connectionString)).toEqual({ applied: OURS });
    const tables = await query(
      connectionString,
      `select schemaname || '.' || tablename as name from pg_tables
       where tablename in ('orders', 'fills', 'user', 'writer_leases') order by 1`,
    );
    expect(tables).toEqual(
      ["identity.user", "identity.writer_leases", "ledger.fills", "ledger.orders"].map((name) => ({
        name,
      })),
    );
    expect(
      await query(connectionString, "select 1 from pg_tables where schemaname = 'public'"),
    ).toEqual([]);
  });

  it("does nothing the second time", async () => {
    const { connectionString } = await emptyDatabase();
    await migrate(connectionString);
    expect(await migrate(connectionString)).toEqual({ applied: [] });
  });

  it("applies each migration once when three runners start at once", async () => {
    const { connectionString } = await emptyDatabase();
    const outcomes = await Promise.all([1, 2, 3].map(() => migrate(connectionString)));
    expect(outcomes.flatMap(({ applied }) => applied)).toEqual(OURS);
    expect(await query(connectionString, HISTORY)).toEqual(
      OURS.map((name) => ({ migration_name: name, done: true })),
    );
  });

  it("D14 refuses a database of a newer schema and names what it does not know", async () => {
    const { connectionString } = await emptyDatabase();
    const newer = migrationsWith({ "20990101000000_ledger_future": "create table future ()" });
    await migrate(connectionString, { migrationsDir: newer });
    await expect(migrate(connectionString)).rejects.toThrow(
      'The database has migration "20990101000000_ledger_future", which this build does not know: its schema is newer.',
    );
  });

  it("D14 refuses a migration that was interrupted", async () => {
    const { connectionString } = await emptyDatabase();
    await migrate(connectionString);
    await query(
      connectionString,
      `update identity._prisma_migrations set finished_at = null where migration_name = '${OURS[2]}'`,
    );
    await expect(migrate(connectionString)).rejects.toThrow(
      `Migration "${OURS[2]}" was interrupted and may be half applied`,
    );
  });

  it("refuses a migration whose text has changed since it was applied", async () => {
    const { connectionString } = await emptyDatabase();
    const name = "20990101000000_ledger_note";
    await migrate(connectionString, {
      migrationsDir: migrationsWith({ [name]: "create table note ()" }),
    });
    const edited = migrationsWith({ [name]: "create table note (text text)" });
    await expect(migrate(connectionString, { migrationsDir: edited })).rejects.toThrow(
      `Migration "${name}" has changed since it was applied`,
    );
  });

  it("leaves nothing of a migration that fails, and keeps the ones before it", async () => {
    const { connectionString } = await emptyDatabase();
    const name = "20990101000000_ledger_broken";
    const broken = migrationsWith({ [name]: "create table half (); select 1/0" });
    await expect(migrate(connectionString, { migrationsDir: broken })).rejects.toThrow(
      `Migration "${name}" failed: division by zero.`,
    );
    expect(await query(connectionString, "select to_regclass('ledger.half') as half")).toEqual([
      { half: null },
    ]);
    expect(await migrate(connectionString)).toEqual({ applied: [] });
  });

  it("runs a file marked -- no-transaction outside one, and refuses the next start if it breaks", async () => {
    const { connectionString } = await emptyDatabase();
    const good = "20990101000000_ledger_index";
    const sql = "-- no-transaction\ncreate index concurrently orders_reason_idx on orders (reason)";
    expect(
      (await migrate(connectionString, { migrationsDir: migrationsWith({ [good]: sql }) })).applied,
    ).toContain(good);
    const broken = "20990101000001_ledger_index_broken";
    const folder = migrationsWith({ [good]: sql, [broken]: sql });
    await expect(migrate(connectionString, { migrationsDir: folder })).rejects.toThrow(
      "already exists",
    );
    await expect(migrate(connectionString, { migrationsDir: folder })).rejects.toThrow(
      `Migration "${broken}" was interrupted`,
    );
  });

  it("refuses a folder whose name does not say which schema it changes", async () => {
    const { connectionString } = await emptyDatabase();
    const folder = migrationsWith({ "20990101_stuff": "select 1" });
    await expect(migrate(connectionString, { migrationsDir: folder })).rejects.toThrow(
      'Migration "20990101_stuff" must be named <14 digits>_<identity or ledger>_<what it does>',
    );
  });

  it("says in one sentence that the server cannot be reached", async () => {
    await expect(migrate("postgres://nobody@127.0.0.1:9/none")).rejects.toThrow(
      /^The database cannot be migrated: connect ECONNREFUSED 127\.0\.0\.1:9\.$/,
    );
  });
});

it("our migrations name no schema, so that a ledger can be built under another name", () => {
  for (const { name, sql } of readMigrations()) {
    expect(sql, name).not.toMatch(/["\s(](ledger|identity)"?\./);
  }
});
