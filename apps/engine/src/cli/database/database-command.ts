import type { Command } from "commander";
import type { CommonOptions, RunCommand } from "../context.ts";

interface RetainFlags extends CommonOptions {
  readonly apply?: boolean | undefined;
}

/** Adds `db rebuild`, `db retain` and `db attach`. */
export function addDatabaseCommand(program: Command, run: RunCommand): void {
  const db = program
    .command("db")
    .description("work on the database that shows what the journal holds");
  addRebuild(db, run);
  addRetention(db, run);
}

function addRebuild(db: Command, run: RunCommand): void {
  db.command("rebuild")
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

function addRetention(db: Command, run: RunCommand): void {
  db.command("retain")
    .description(
      "say which months are older than the configuration keeps them and, with --apply, move their rows into files",
    )
    .option("--apply", "archive them; without it nothing is changed")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: RetainFlags) =>
      run(flags, async (context) => {
        const { retainDatabase } = await import("./retain/retain-database.ts");
        return retainDatabase(context, { apply: flags.apply === true });
      }),
    );
  db.command("attach <month>")
    .description("put the rows of an archived month, such as 2019-01, back into the database")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((month: string, flags: CommonOptions) =>
      run(flags, async (context) => {
        const { attachArchived } = await import("./retain/attach-archived.ts");
        return attachArchived(context, month);
      }),
    );
}
