import type { Command } from "commander";
import { type CommonOptions, CommandFailure, type RunCommand } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { readFrom, readTo } from "./export-range.ts";

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
    .option(
      "--from <entry|time>",
      "first entry by its number, or a day in New York such as 2026-06-16, or a time with its zone such as 2026-06-16T09:30:00-04:00; the journal's first by default",
    )
    .option(
      "--to <entry|time>",
      "last entry, day or time, which belongs to it; the journal's last by default",
    )
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
        const from = readFrom(flags.from ?? "1");
        const before = flags.to === undefined ? { seq: Number.MAX_SAFE_INTEGER } : readTo(flags.to);
        return exportAudit(context, { from, before, format, into });
      }),
    );
}
