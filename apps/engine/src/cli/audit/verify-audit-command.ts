import type { Command } from "commander";
import type { CommonOptions, RunCommand } from "../context.ts";

interface VerifyFlags extends CommonOptions {
  readonly database: boolean;
}

/** Adds `verify-audit`. */
export function addVerifyAuditCommand(program: Command, run: RunCommand): void {
  program
    .command("verify-audit")
    .description(
      "check the journal's chain, and the database's audit rows against it; name the first bad entry",
    )
    .option("--no-database", "check the journal only")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print one line of JSON")
    .action((flags: VerifyFlags) =>
      run(flags, async (context) => {
        const { verifyAudit } = await import("./verify-audit.ts");
        return verifyAudit(context, flags.database);
      }),
    );
}
