import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { DatabaseStartError } from "@interlock/db/database-start-error";
import { openDatabase } from "@interlock/db/open-database";
import { postgresFolder } from "../../supervisor/start/database-keeper.ts";
import type { CommandContext, CommonOptions, RunCommand } from "../context.ts";
import { CommandFailure } from "../context.ts";
import { demandJournal } from "../demand-journal.ts";
import { EXIT } from "../exit-code.ts";
import { runningProduct } from "../running-product.ts";
import type { Identity } from "./identity-rows.ts";

interface BackupFlags extends CommonOptions {
  readonly to: string;
  readonly database: boolean;
}

/** Adds `backup`. */
export function addBackupCommand(program: Command, run: RunCommand): void {
  program
    .command("backup")
    .description("copy journal, snapshot, keys and people into a new folder, also while it trades")
    .requiredOption("--to <dir>", "a new folder; what it will hold is secret")
    .option("--no-database", "leave people and their passwords out")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: BackupFlags) => run(flags, backup));
}

async function backup({ env, terminal }: CommandContext, flags: BackupFlags): Promise<number> {
  const { makeBackup } = await import("./make-backup.ts");
  demandJournal(env.dataDir);
  const to = resolve(flags.to);
  const identity = flags.database ? await identityOf(env.dataDir, env.databaseUrl) : null;
  const { environment, dataDir } = env;
  const manifest = await makeBackup({ dataDir, to, environment, identity });
  const { journal, files } = manifest;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  terminal.print(
    `Backed up to ${to}: the journal up to entry ${journal.lastSeq}, ${files.length} files, ${bytes} bytes. It holds keys: keep it secret.`,
  );
  terminal.result({ to, lastSeq: journal.lastSeq, lastHash: journal.lastHash, bytes });
  return EXIT.ok;
}

/** Asks the database that runs, or starts the embedded one for the time it takes. */
async function identityOf(dataDir: string, databaseUrl: string | null): Promise<Identity | null> {
  const { readIdentity } = await import("./identity-rows.ts");
  const running = runningProduct(dataDir)?.databaseUrl ?? databaseUrl;
  const folder = postgresFolder(dataDir);
  if (running === null && !existsSync(join(folder, "cluster"))) return null;
  try {
    if (running !== null) return await readIdentity(running);
    const database = await openDatabase({ dataDir: folder });
    try {
      return await readIdentity(database.connectionString);
    } finally {
      if (database.embedded?.attached === false) await database.embedded.stop();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (!(error instanceof DatabaseStartError) && running === null) throw error;
    throw new CommandFailure(
      `Nothing was backed up, because the database does not answer: ${why} Leave people out with --no-database.`,
    );
  }
}
