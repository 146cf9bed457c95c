import { Command, CommanderError } from "commander";
import { addBackupCommand } from "./backup/backup-command.ts";
import { addRestoreDrillCommand } from "./backup/restore-drill-command.ts";
import { addRestoreCommand } from "./backup/restore-command.ts";
import { CommandFailure, commandContext, type RunCommand } from "./context.ts";
import { addDatabaseCommand } from "./database/database-command.ts";
import { EXIT } from "./exit-code.ts";
import { addLaunchCommands } from "./golive/launch-commands.ts";
import { addDossierCommand } from "./dossier/dossier-command.ts";
import { addHealthCommand } from "./health-command.ts";
import { addKillCommand } from "./kill/kill-command.ts";
import { addReplayCommand } from "./replay/replay-command.ts";
import { addApprovalsCommand } from "./approvals/approvals-command.ts";
import { addPersonCommands } from "./person/person-commands.ts";
import { addLimitsCommand } from "./limits/limits-command.ts";
import { addRearmCommand } from "./breakers/rearm-command.ts";
import { addEnableStrategyCommand } from "./strategies/enable-strategy-command.ts";
import { addBreaksCommand } from "./breaks-command.ts";
import { addResumeCommand } from "./resume-command.ts";
import { addSignInLinkCommand } from "./sign-in-link-command.ts";
import { addStartCommand } from "./start-command.ts";
import { addStatusCommand } from "./status-command.ts";
import { addStopCommand } from "./stop-command.ts";
import type { Surroundings } from "./terminal.ts";
import { fileFault } from "./files/file-fault.ts";
import { addValidateConfigCommand } from "./validate-config-command.ts";
import { addAuditCommand } from "./audit/audit-command.ts";
import { addVerifyAuditCommand } from "./audit/verify-audit-command.ts";

/**
 * Each command loads what it works with only when it runs: `kill` must not wait for the database's client to be read.
 */

/** Returns the command line with all its commands. */
function makeProgram(run: RunCommand, { stdout, stderr }: Surroundings): Command {
  const program = new Command("interlock")
    .description("Trade US equities on Alpaca, with every guard shut before anything moves.")
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 failed or found something, 2 usage, 3 not running, 4 runs already.",
    );
  addStartCommand(program, run);
  addStopCommand(program, run);
  addStatusCommand(program, run);
  addHealthCommand(program, run);
  addKillCommand(program, run);
  addResumeCommand(program, run);
  addBreaksCommand(program, run);
  addLimitsCommand(program, run);
  addApprovalsCommand(program, run);
  addPersonCommands(program, run);
  addEnableStrategyCommand(program, run);
  addRearmCommand(program, run);
  addValidateConfigCommand(program, run);
  addVerifyAuditCommand(program, run);
  addAuditCommand(program, run);
  addDossierCommand(program, run);
  addReplayCommand(program, run);
  addSignInLinkCommand(program, run);
  addLaunchCommands(program, run);
  addBackupCommand(program, run);
  addRestoreCommand(program, run);
  addRestoreDrillCommand(program, run);
  addDatabaseCommand(program, run);
  const output = {
    writeOut: (text: string) => void stdout.write(text),
    writeErr: (text: string) => void stderr.write(text),
  };
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  for (const command of [program, ...commands]) command.exitOverride().configureOutput(output);
  return program;
}

/** Runs one command line and returns its exit code. */
export async function runCli(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  let code: number = EXIT.ok;
  const run: RunCommand = async (flags, command) => {
    code = await command(commandContext(flags, surroundings), flags);
  };
  try {
    await makeProgram(run, surroundings).parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (error instanceof CommandFailure) {
      surroundings.stderr.write(`${error.message}\n`);
      return error.code;
    }
    const sentence = fileFault(error);
    if (sentence === null) throw error;
    surroundings.stderr.write(`${sentence}\n`);
    return EXIT.found;
  }
}
