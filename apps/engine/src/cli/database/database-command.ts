import type { Command } from "commander";
import type { CommonOptions, RunCommand } from "../context.ts";

/** Adds `db rebuild`. */
export function addDatabaseCommand(program: Command, run: RunCommand): void {
  program
    .command("db")
    .description("work on the database that shows what the journal holds")
    .command("rebuild")
    .description("write all ledger rows again from the journal; people and sessions stay")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: CommonOptions) =>
      run(flags, async (context) => {
        const { rebuildDatabase } = await import("./rebuild-database.ts");
        return rebuildDatabase(context);
      }),
    );
}
