import { Argument, type Command } from "commander";
import { BREAKERS, type BreakerId } from "@interlock/core/risk/breakers/breaker";
import type { CommandContext, CommonOptions, RunCommand } from "../context.ts";
import { demandReason, orderEngine } from "../engine-command.ts";

interface RearmFlags extends CommonOptions {
  readonly breaker: BreakerId;
  readonly reason: string;
}

/** Adds `rearm`. */
export function addRearmCommand(program: Command, run: RunCommand): void {
  program
    .command("rearm")
    .description("let a breaker that tripped watch again")
    .addArgument(new Argument("<breaker>", "its name").choices(BREAKERS))
    .requiredOption("--reason <text>", "what was found and why it is safe, at least 10 characters")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print the answer as one line of JSON")
    .action((breaker: BreakerId, flags: Omit<RearmFlags, "breaker">) =>
      run({ ...flags, breaker }, rearm),
    );
}

async function rearm(context: CommandContext, flags: RearmFlags): Promise<number> {
  const reason = demandReason(flags.reason);
  return orderEngine(
    context,
    { kind: "rearm_breaker", breaker: flags.breaker, reason },
    { lacking: "No breaker was re-armed", unknown: "It is not known whether it was re-armed" },
  );
}
