import type { Command } from "commander";
import { type CommonOptions, CommandFailure, type RunCommand } from "../context.ts";
import { EXIT } from "../exit-code.ts";

interface ExportFlags extends CommonOptions {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly format: string;
  readonly into: string;
}

/** Adds `audit export`. */
export function addAuditCommand(program: Command, run: RunCommand): void {
  const audit = program
    .command("audit")
    .description("take the audit trail out, to be verified elsewhere");
  audit
    .command("export")
    .description(
      "write journal entries, letter for letter, with a signed manifest, into a new folder; verify-audit --export checks it anywhere",
    )
    .requiredOption("--into <dir>", "a folder that does not exist yet, or is empty")
    .option("--from <entry>", "first entry; the journal's first by default")
    .option("--to <entry>", "last entry; the journal's last by default")
    .option("--format <jsonl|csv>", "jsonl can be verified, csv is for a spreadsheet", "jsonl")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: ExportFlags) =>
      run(flags, async (context) => {
        const { exportAudit } = await import("./export-audit.ts");
        const { into, format } = flags;
        if (format !== "jsonl" && format !== "csv")
          throw new CommandFailure(
            `--format ${format} is not known: it is jsonl or csv.`,
            EXIT.usage,
          );
        const from = readEntry("--from", flags.from) ?? 1;
        const to = readEntry("--to", flags.to) ?? Number.MAX_SAFE_INTEGER;
        return exportAudit(context, { from, to, format, into });
      }),
    );
}

function readEntry(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new CommandFailure(
    `${flag} ${text} is no entry: write its number, such as 1000.`,
    EXIT.usage,
  );
}
