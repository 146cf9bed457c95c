import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { DatabaseStartError } from "@interlock/db/database-start-error";
import { type Database, openDatabase } from "@interlock/db/open-database";
import { readClaim } from "../../supervisor/claim-file.ts";
import { runPath } from "../../supervisor/run-files.ts";
import { postgresFolder } from "../../supervisor/start/database-keeper.ts";
import { CommandFailure } from "../context.ts";
import { EXIT } from "../exit-code.ts";

const STATEMENT_TIMEOUT_MS = 60_000;

/** Throws CommandFailure while the product runs from a data folder: it writes the ledger itself. */
export function refuseWhileRunning(dataDir: string): void {
  const holder = readClaim(runPath(dataDir, "supervisor.lock"));
  if (holder === null) return;
  throw new CommandFailure(
    `Interlock runs from ${dataDir} (process ${holder.pid}) and writes the ledger itself: stop it with ./interlock stop first.`,
    EXIT.alreadyRuns,
  );
}

/** A data folder, and the database that it uses where that is not its own. */
export interface LedgerPlace {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}

/**
 * Does work on the ledger with the rights of its owner, starting the data folder's own Postgres where it has one, and
 * stopping it again. Throws CommandFailure when the database cannot be opened.
 */
export async function withLedgerOwner<T>(
  { dataDir, databaseUrl }: LedgerPlace,
  work: (pool: DatabasePool, connectionString: string) => Promise<T>,
): Promise<T> {
  const database = await open(dataDir, databaseUrl);
  const { connectionString } = database;
  const pool = createPool({
    connectionString,
    applicationName: "interlock db",
    schema: "ledger",
    maxConnections: 2,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  try {
    return await work(pool, connectionString);
  } finally {
    await pool.end();
    if (database.embedded?.attached === false) await database.embedded.stop();
  }
}

async function open(dataDir: string, databaseUrl: string | null): Promise<Database> {
  try {
    return await openDatabase({
      dataDir: postgresFolder(dataDir),
      ...(databaseUrl === null ? {} : { databaseUrl }),
    });
  } catch (error) {
    if (error instanceof DatabaseStartError) throw new CommandFailure(error.message);
    throw error;
  }
}
