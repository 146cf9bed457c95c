import { createPool, type DatabasePool } from "@interlock/db/create-pool";
import { DatabaseStartError } from "@interlock/db/database-start-error";
import { createNextLedger, NEXT_LEDGER, swapLedger } from "@interlock/db/migration/rebuild-ledger";
import { type Database, openDatabase } from "@interlock/db/open-database";
import { projectWhole } from "../../edge/project/project-whole.ts";
import { verifyJournal } from "../../journal/verify-journal.ts";
import { readClaim } from "../../supervisor/claim-file.ts";
import { runPath } from "../../supervisor/run-files.ts";
import { postgresFolder } from "../../supervisor/start/database-keeper.ts";
import { type CommandContext, CommandFailure } from "../context.ts";
import { demandJournal } from "../demand-journal.ts";
import { EXIT } from "../exit-code.ts";

const STATEMENT_TIMEOUT_MS = 60_000;

/**
 * Writes the ledger again from a journal that is sound, beside the present one, and puts it in its place in one step.
 * Whatever goes wrong before leaves the present one as it is. Returns the exit code; throws CommandFailure.
 */
export async function rebuildDatabase({ env, terminal }: CommandContext): Promise<number> {
  const { dataDir } = env;
  demandJournal(dataDir);
  refuseWhileRunning(dataDir);
  const journal = await verifyJournal(dataDir);
  if (!journal.ok)
    throw new CommandFailure(
      `The journal is not sound, so nothing was written: ${journal.firstFault?.sentence ?? "it does not verify"} Run ./interlock verify-audit.`,
    );
  const database = await open(dataDir, env.databaseUrl);
  const started = performance.now();
  try {
    await rebuild(database, { dataDir, lastSeq: journal.lastSeq });
  } finally {
    if (database.embedded?.attached === false) await database.embedded.stop();
  }
  const seconds = (performance.now() - started) / 1_000;
  terminal.print(
    `The ledger was written again from ${journal.lastSeq} journal entries in ${seconds.toFixed(1)} s. People and sessions are as they were.`,
  );
  terminal.result({ entries: journal.lastSeq, seconds });
  return EXIT.ok;
}

function refuseWhileRunning(dataDir: string): void {
  const holder = readClaim(runPath(dataDir, "supervisor.lock"));
  if (holder === null) return;
  throw new CommandFailure(
    `Interlock runs from ${dataDir} (process ${holder.pid}) and writes the ledger itself: stop it with ./interlock stop first.`,
    EXIT.alreadyRuns,
  );
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

async function rebuild(
  { connectionString }: Database,
  journal: { readonly dataDir: string; readonly lastSeq: number },
): Promise<void> {
  const pool: DatabasePool = createPool({
    connectionString,
    applicationName: "interlock rebuild",
    schema: "ledger",
    maxConnections: 2,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  try {
    await createNextLedger(pool);
    await projectWhole({ ...journal, pool, schema: NEXT_LEDGER });
    await swapLedger(pool);
  } finally {
    await pool.end();
  }
}
