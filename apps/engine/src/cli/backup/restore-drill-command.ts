import type { Command } from "commander";
import type { CommandContext, CommonOptions, RunCommand } from "../context.ts";
import { demandJournal } from "../demand-journal.ts";
import { EXIT } from "../exit-code.ts";

/** Adds `restore-drill`. */
export function addRestoreDrillCommand(program: Command, run: RunCommand): void {
  program
    .command("restore-drill")
    .description("back up, restore beside, and compare the books; golive drill restore notes it")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: CommonOptions) => run(flags, drill));
}

async function drill({ env, terminal }: CommandContext): Promise<number> {
  demandJournal(env.dataDir);
  const { rehearseRestore } = await import("./restore-drill.ts");
  const found = await rehearseRestore(env.dataDir, env.environment);
  terminal.print(`${found.sentence} It took ${found.seconds.toFixed(1)} s.`);
  terminal.result(found);
  return found.agrees ? EXIT.ok : EXIT.found;
}
