import type { Command } from "commander";
import { type CommonOptions, CommandFailure, type RunCommand } from "../context.ts";
import { EXIT } from "../exit-code.ts";

interface VerifyFlags extends CommonOptions {
  readonly database: boolean;
  readonly anchor?: readonly string[] | undefined;
  readonly key?: string | undefined;
  readonly range?: string | undefined;
  readonly export?: string | undefined;
}

/** Adds `verify-audit`. */
export function addVerifyAuditCommand(program: Command, run: RunCommand): void {
  program
    .command("verify-audit")
    .description(
      "check the journal's chain, hold it against its signed heads, and the database's audit rows against it; name the first bad entry",
    )
    .option("--no-database", "check the journal only")
    .option(
      "--anchor <place...>",
      "files, folders, git repositories or https addresses that hold signed heads, instead of those of the configuration",
    )
    .option("--key <file>", "public key of the heads (PEM), instead of the data folder's own")
    .option("--range <from..to>", "check the segments that hold these entries, e.g. 1000..2000")
    .option("--export <dir>", "check an export instead of a data folder")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: VerifyFlags) =>
      run(flags, async (context) => {
        if (flags.export !== undefined) {
          const { verifyExportFolder } = await import("./verify-export-folder.ts");
          return verifyExportFolder(context, flags.export, flags);
        }
        const { verifyAudit } = await import("./verify-audit.ts");
        const { anchor, key, range } = flags;
        return verifyAudit(context, {
          withDatabase: flags.database,
          anchor,
          key,
          range: range === undefined ? undefined : readRange(range),
        });
      }),
    );
}

/** Reads "from..to" as two entries in order. Throws CommandFailure. */
function readRange(text: string): { readonly from: number; readonly to: number } {
  const [, from = 0, to = 0] = (/^(\d{1,15})\.\.(\d{1,15})$/.exec(text) ?? []).map(Number);
  if (from >= 1 && to >= from) return { from, to };
  throw new CommandFailure(
    `--range ${text} is no range: write the first and the last entry, such as 1000..2000.`,
    EXIT.usage,
  );
}
