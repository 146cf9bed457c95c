import { createHash, randomUUID } from "node:crypto";
import pg from "pg";
import { migrate } from "./migration/migrate.ts";
import { readMigrations } from "./migration/migration-files.ts";
import { testServer } from "./test-server.ts";

/** A migrated database of one test. */
export interface TestDatabase {
  readonly connectionString: string;
  /** Ends every session on it and deletes it. */
  drop(): Promise<void>;
}

/** Guards the making of the template; any number that nothing else locks. */
const TEMPLATE_LOCK = 72_707_371;

/**
 * Returns a new, migrated, empty database on the real Postgres that all tests of one run share. Needs no set-up: the
 * first call of a run starts the server and migrates a template (about 2 s), every further one clones it (about 40 ms),
 * from any worker. The server ends by itself when the run has ended, even if it was killed.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const admin = await testServer();
  return cloneTemplate(admin, await ensureTemplate(admin));
}

/** Returns a new database without any schema, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return cloneTemplate(await testServer(), "template0");
}

async function cloneTemplate(admin: string, template: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await withClient(admin, (client) => client.query(`create database ${name} template ${template}`));
  return {
    connectionString: inDatabase(admin, name),
    drop: () =>
      withClient(admin, (client) => client.query(`drop database if exists ${name} with (force)`)),
  };
}

let templateName: Promise<string> | undefined;

function ensureTemplate(admin: string): Promise<string> {
  templateName ??= makeTemplate(admin);
  return templateName;
}

/** Named by what the migrations say: a watch run that changes one gets a new template. */
async function makeTemplate(admin: string): Promise<string> {
  const content = readMigrations().map(({ checksum }) => checksum);
  const name = `template_${createHash("sha256").update(content.join()).digest("hex").slice(0, 16)}`;
  await withClient(admin, async (client) => {
    await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
    const present = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (present.rowCount !== 0) return;
    const inProgress = `${name}_new`;
    await client.query(`drop database if exists ${inProgress} with (force)`);
    await client.query(`create database ${inProgress}`);
    await migrate(inDatabase(admin, inProgress));
    await client.query(`alter database ${inProgress} rename to ${name}`);
  });
  return name;
}

function inDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${database}`;
  return url.href;
}

async function withClient(
  connectionString: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
