import { existsSync } from "node:fs";
import type { Command } from "commander";
import { readClaim } from "../supervisor/claim-file.ts";
import { endLeftovers } from "../supervisor/start/end-leftovers.ts";
import { signalProcess, waitUntilGone } from "../supervisor/process-identity.ts";
import { removeRunFiles, runPath } from "../supervisor/run-files.ts";
import type { CommandContext, CommonOptions, RunCommand } from "./context.ts";
import { EXIT } from "./exit-code.ts";

/** An orderly stop takes the engine's ten seconds at most, and a little for the others. */
const STOP_MS = 40_000;

/** Adds `stop`. */
export function addStopCommand(program: Command, run: RunCommand): void {
  program
    .command("stop")
    .description("stop everything in order")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: CommonOptions) => run(flags, stop));
}

async function stop(context: CommandContext): Promise<number> {
  const { env, terminal } = context;
  const supervisor = readClaim(runPath(env.dataDir, "supervisor.lock"));
  if (supervisor === null) return cleanUp(context);
  signalProcess(supervisor, "SIGTERM");
  terminal.note(`Stopping process ${supervisor.pid}; the engine has ten seconds to drain.`);
  if (await waitUntilGone(supervisor, STOP_MS)) {
    terminal.print("Everything has stopped.");
    terminal.result({ stopped: true });
    return EXIT.ok;
  }
  terminal.note(
    `Process ${supervisor.pid} did not stop within ${STOP_MS / 1_000} s: see ${env.dataDir}/logs.`,
  );
  terminal.result({ stopped: false });
  return EXIT.found;
}

/** Nothing runs; what a killed supervisor left behind is ended all the same. */
async function cleanUp({ env: { dataDir }, terminal }: CommandContext): Promise<number> {
  const { postgresFolder } = await import("../supervisor/start/database-keeper.ts");
  const { stopEmbeddedPostgres } = await import("@interlock/db/embedded/start-embedded-postgres");
  const ended = await endLeftovers(dataDir);
  if (existsSync(postgresFolder(dataDir))) await stopEmbeddedPostgres(postgresFolder(dataDir));
  removeRunFiles(dataDir);
  const left = ended === 0 ? "" : ` ${ended} processes of a killed supervisor were ended.`;
  terminal.note(`Nothing runs from ${dataDir}.${left}`);
  terminal.result({ stopped: false, ended });
  return EXIT.notRunning;
}
