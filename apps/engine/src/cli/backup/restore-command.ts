import { resolve } from "node:path";
import type { Command } from "commander";
import { readClaim } from "../../supervisor/claim-file.ts";
import { runPath } from "../../supervisor/run-files.ts";
import {
  type CommandContext,
  CommandFailure,
  type CommonOptions,
  type RunCommand,
} from "../context.ts";
import { EXIT } from "../exit-code.ts";

interface RestoreFlags extends CommonOptions {
  readonly from: string;
}

/** Adds `restore`. */
export function addRestoreCommand(program: Command, run: RunCommand): void {
  program
    .command("restore")
    .description("lay a backup out as a new data folder; the next start compares it with the venue")
    .requiredOption("--from <dir>", "the folder that backup made")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: RestoreFlags) => run(flags, restore));
}

async function restore({ env, terminal }: CommandContext, flags: RestoreFlags): Promise<number> {
  const { dataDir, databaseUrl } = env;
  const holder = readClaim(runPath(dataDir, "supervisor.lock"));
  if (holder !== null) {
    throw new CommandFailure(
      `Interlock runs from ${dataDir} (process ${holder.pid}): stop it with ./interlock stop, or name another folder with --data-dir.`,
      EXIT.alreadyRuns,
    );
  }
  const { restoreBackup } = await import("./restore-backup.ts");
  const started = performance.now();
  const manifest = await restoreBackup({ from: resolve(flags.from), dataDir, databaseUrl });
  const seconds = (performance.now() - started) / 1_000;
  const { journal, createdAt } = manifest;
  const people = manifest.migrations === null ? " It holds no people: make a sign-in link." : "";
  terminal.print(
    `Restored into ${dataDir} in ${seconds.toFixed(1)} s: the journal up to entry ${journal.lastSeq}, as of ${createdAt}.${people}`,
  );
  terminal.print(
    "The engine that it was made of must run no more. The next start compares its books with the venue's and stays halted until a person resumes it.",
  );
  if (manifest.migrations === null && databaseUrl !== null)
    terminal.print(
      "The database that DATABASE_URL names was left as it is. If it shows what came after this backup, run ./interlock db rebuild before the next start.",
    );
  terminal.result({ dataDir, lastSeq: journal.lastSeq, createdAt, seconds });
  return EXIT.ok;
}
