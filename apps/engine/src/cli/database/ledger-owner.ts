import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { DatabaseStartError } from "@interlock/db/database-start-error";
import { type Database, openDatabase } from "@interlock/db/open-database";
import { moveOutcome } from "@interlock/db/retention/ledger-moves";
import { finishNotes } from "../../edge/noted/unfinished-notes.ts";
import { readClaim, releaseClaim, takeClaim } from "../../supervisor/claim-file.ts";
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
  readonly statementTimeoutMs?: number;
}

/**
 * Does work on the ledger with the rights of its owner, starting the data folder's own Postgres where it has one, and
 * stopping it again; first what a command that was killed has left of its note is finished. One command at a time
 * works on the ledger of a data folder. Throws CommandFailure when another does, or the database cannot be opened.
 */
export async function withLedgerOwner<T>(
  place: LedgerPlace,
  work: (pool: DatabasePool, connectionString: string) => Promise<T>,
): Promise<T> {
  const claim = runPath(place.dataDir, "ledger.lock");
  mkdirSync(dirname(claim), { recursive: true, mode: 0o700 });
  if (!takeClaim(claim, "db")) {
    throw new CommandFailure(
      `Another command works on the database of ${place.dataDir} (process ${readClaim(claim)?.pid ?? "unknown"}): wait until it has ended.`,
      EXIT.alreadyRuns,
    );
  }
  try {
    return await onLedger(place, work);
  } finally {
    releaseClaim(claim);
  }
}

async function onLedger<T>(
  { dataDir, databaseUrl, statementTimeoutMs = STATEMENT_TIMEOUT_MS }: LedgerPlace,
  work: (pool: DatabasePool, connectionString: string) => Promise<T>,
): Promise<T> {
  const database = await open(dataDir, databaseUrl);
  const { connectionString } = database;
  const pool = createPool({
    connectionString,
    applicationName: "interlock db",
    schema: "ledger",
    maxConnections: 2,
    statementTimeoutMs,
  });
  try {
    await finishNotes(dataDir, (id) => moveOutcome(pool, id));
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
