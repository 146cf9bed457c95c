import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { DatabaseStartError } from "@interlock/db/database-start-error";
import { openDatabase, openDatabaseAsItIs } from "@interlock/db/open-database";
import { moveOutcome } from "@interlock/db/retention/ledger-moves";
import { finishNotes } from "../../edge/noted/unfinished-notes.ts";
import { readClaim, releaseClaim, takeClaim } from "../../supervisor/claim-file.ts";
import { runPath } from "../../supervisor/run-files.ts";
import { postgresFolder } from "../../supervisor/start/database-keeper.ts";
import { CommandFailure } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { runningProduct } from "../running-product.ts";

const STATEMENT_TIMEOUT_MS = 60_000;

/** Throws CommandFailure while the product runs from a data folder: it writes the ledger itself. */
export function refuseWhileRunning(dataDir: string): void {
  const holder = holderOf(dataDir);
  if (holder === null) return;
  throw new CommandFailure(
    `Interlock runs from ${dataDir} (process ${holder.pid}) and writes the ledger itself: stop it with ./interlock stop first.`,
    EXIT.alreadyRuns,
  );
}

function holderOf(dataDir: string) {
  return readClaim(runPath(dataDir, "supervisor.lock"));
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
  return claimed(place.dataDir, () =>
    onLedger(place, openDatabase, async (pool, connectionString) => {
      await finishNotes(place.dataDir, (id) => moveOutcome(pool, id));
      return work(pool, connectionString);
    }),
  );
}

/**
 * Looks at the ledger with the rights of its owner, also while the product runs: migrates nothing, finishes no note.
 * Throws CommandFailure as `withLedgerOwner` does, and where the database has not this build's schema, or the product
 * that runs uses another database.
 */
export async function lookAtLedger<T>(
  place: LedgerPlace,
  look: (pool: DatabasePool, connectionString: string) => Promise<T>,
): Promise<T> {
  return claimed(place.dataDir, () =>
    onLedger(place, openDatabaseAsItIs, (pool, connectionString) => {
      demandSameDatabase(place.dataDir, connectionString);
      return look(pool, connectionString);
    }),
  );
}

/** A terminal with another DATABASE_URL than the product's would show another database as the one in use. */
function demandSameDatabase(dataDir: string, connectionString: string): void {
  const inUse = runningProduct(dataDir)?.databaseUrl ?? "";
  if (!URL.canParse(inUse)) return;
  const [used, ours] = [new URL(inUse), new URL(connectionString)];
  if (used.host === ours.host && used.pathname === ours.pathname) return;
  throw new CommandFailure(
    `Interlock runs from ${dataDir} on the database at ${used.host}${used.pathname}, which is not the one that this command line finds: give it the product's DATABASE_URL.`,
    EXIT.usage,
  );
}

async function claimed<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const claim = runPath(dataDir, "ledger.lock");
  mkdirSync(dirname(claim), { recursive: true, mode: 0o700 });
  if (!takeClaim(claim, "db")) {
    throw new CommandFailure(
      `Another command works on the database of ${dataDir} (process ${readClaim(claim)?.pid ?? "unknown"}): wait until it has ended.`,
      EXIT.alreadyRuns,
    );
  }
  try {
    return await work();
  } finally {
    releaseClaim(claim);
  }
}

async function onLedger<T>(
  { dataDir, databaseUrl, statementTimeoutMs = STATEMENT_TIMEOUT_MS }: LedgerPlace,
  opening: typeof openDatabaseAsItIs,
  work: (pool: DatabasePool, connectionString: string) => Promise<T>,
): Promise<T> {
  const database = await open(opening, { dataDir, databaseUrl });
  const { connectionString } = database;
  const pool = createPool({
    connectionString,
    applicationName: "interlock db",
    schema: "ledger",
    maxConnections: 2,
    statementTimeoutMs,
  });
  try {
    return await work(pool, connectionString);
  } finally {
    await pool.end();
    // A product that was started meanwhile uses the server that we have started.
    const isOurs = database.embedded?.attached === false && holderOf(dataDir) === null;
    if (isOurs) await database.embedded?.stop();
  }
}

async function open(
  opening: typeof openDatabaseAsItIs,
  { dataDir, databaseUrl }: LedgerPlace,
): ReturnType<typeof openDatabaseAsItIs> {
  try {
    return await opening({
      dataDir: postgresFolder(dataDir),
      ...(databaseUrl === null ? {} : { databaseUrl }),
    });
  } catch (error) {
    if (error instanceof DatabaseStartError) throw new CommandFailure(error.message);
    throw error;
  }
}
