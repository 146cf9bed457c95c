import pg from "pg";
import { causeOf, codeOf, DatabaseStartError } from "./database-start-error.ts";
import {
  type EmbeddedPostgres,
  hasCluster,
  startEmbeddedPostgres,
} from "./embedded/start-embedded-postgres.ts";
import { prepareAppRole } from "./roles/app-role.ts";
import { demandMigrated, migrate } from "./migration/migrate.ts";

/** A migrated database, ready to use. */
export interface Database {
  readonly connectionString: string;
  /** The same for the product: by a role that may not change what only grows; null where none could be made. */
  readonly appConnectionString: string | null;
  /** The server that we run, or null with DATABASE_URL. It goes on running until its `stop`. */
  readonly embedded: EmbeddedPostgres | null;
  /** Names of the migrations applied now. */
  readonly applied: readonly string[];
}

export interface DatabaseOptions {
  /** An existing server; absent or empty: the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** Folder of the embedded server, unused with `databaseUrl`. */
  readonly dataDir: string;
}

const DATABASE = "interlock";
/** Where a database can be made from: it exists on every server. */
const MAINTENANCE_DATABASE = "postgres";
const VERSION_MIN = 14;

/**
 * Starts or finds the server, makes the database where it is absent, refuses a server that could lose a committed
 * transaction, and migrates. Throws DatabaseStartError with one sentence.
 */
export async function openDatabase({ databaseUrl, dataDir }: DatabaseOptions): Promise<Database> {
  const embedded =
    databaseUrl === undefined || databaseUrl === ""
      ? await startEmbeddedPostgres({ dataDir })
      : null;
  const url =
    embedded === null
      ? readDatabaseUrl(databaseUrl ?? "")
      : inDatabase(embedded.connectionString, DATABASE);
  await ensureDatabase(url);
  await withClient(url, checkServer);
  const { applied } = await migrate(url.href);
  const appConnectionString = await prepareAppRole(url.href);
  return { connectionString: url.href, appConnectionString, embedded, applied };
}

/**
 * Starts or finds the server as `openDatabase` does, and changes nothing of what it holds. Throws DatabaseStartError
 * with one sentence: also where there is no database yet, and where its schema is not this build's.
 */
export async function openDatabaseAsItIs({
  databaseUrl,
  dataDir,
}: DatabaseOptions): Promise<Pick<Database, "connectionString" | "embedded">> {
  if (databaseUrl !== undefined && databaseUrl !== "") {
    const { href } = readDatabaseUrl(databaseUrl);
    await demandMigrated(href);
    return { connectionString: href, embedded: null };
  }
  if (!hasCluster(dataDir))
    throw new DatabaseStartError(
      `There is no database in ${dataDir}, and DATABASE_URL is not set.`,
    );
  const embedded = await startEmbeddedPostgres({ dataDir });
  const { href } = inDatabase(embedded.connectionString, DATABASE);
  try {
    await demandMigrated(href);
  } catch (error) {
    if (!embedded.attached) await embedded.stop();
    throw error;
  }
  return { connectionString: href, embedded };
}

function readDatabaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    !["postgres:", "postgresql:"].includes(url.protocol) ||
    url.pathname.length < 2
  ) {
    throw new DatabaseStartError(
      "DATABASE_URL must look like postgres://user:password@host:5432/interlock; what is set does not.",
    );
  }
  return url;
}

async function ensureDatabase(url: URL): Promise<void> {
  const name = decodeURIComponent(url.pathname.slice(1));
  try {
    await withClient(url, async () => undefined);
  } catch (error) {
    if (codeOf(error) !== "3D000") throw unreachable(url, error);
    await createDatabase(url, name);
  }
}

async function createDatabase(url: URL, name: string): Promise<void> {
  try {
    await withClient(inDatabase(url.href, MAINTENANCE_DATABASE), async (client) => {
      await client.query(`create database ${client.escapeIdentifier(name)}`);
    });
  } catch (error) {
    // Another process may have made it between our question and now.
    if (["42P04", "23505"].includes(codeOf(error))) return;
    throw new DatabaseStartError(
      `The database "${name}" does not exist on ${url.host} and cannot be made: ${causeOf(error)}.`,
    );
  }
}

/** Refuses a server that acknowledges commits before they are on disk, or is too old. */
async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings
     where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'server_version_num')`,
  );
  for (const { name, setting } of rows) {
    if (name === "server_version_num") checkVersion(Number(setting));
    else if (setting === "off") {
      throw new DatabaseStartError(
        `The database server has ${name} = off and may lose committed orders in a crash: set it to on.`,
      );
    }
  }
}

function checkVersion(versionNumber: number): void {
  const major = Math.floor(versionNumber / 10_000);
  if (major >= VERSION_MIN) return;
  throw new DatabaseStartError(
    `The database server is PostgreSQL ${major}; version ${VERSION_MIN} or later is needed.`,
  );
}

async function withClient(url: URL, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 10_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The address without its password. */
function unreachable(url: URL, error: unknown): DatabaseStartError {
  return new DatabaseStartError(
    `The database at ${url.host}${url.pathname} cannot be reached: ${causeOf(error)}.`,
  );
}

function inDatabase(connectionString: string, database: string): URL {
  const url = new URL(connectionString);
  url.pathname = `/${database}`;
  return url;
}
