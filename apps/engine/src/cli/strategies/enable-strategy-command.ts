import type { Command } from "commander";
import { strategyId } from "@interlock/core/ids";
import type { CommandContext, CommonOptions, RunCommand } from "../context.ts";
import { demandReason, orderEngine } from "../engine-command.ts";

interface EnableFlags extends CommonOptions {
  readonly strategy: string;
  readonly reason: string;
}

/** Adds `enable-strategy`. */
export function addEnableStrategyCommand(program: Command, run: RunCommand): void {
  program
    .command("enable-strategy")
    .description("let a strategy that was turned off go on")
    .argument("<strategy>", "its name, as the configuration has it")
    .requiredOption("--reason <text>", "what was found and why it is safe, at least 10 characters")
    .option("--data-dir <dir>", "data folder instead of .interlock")
    .option("--json", "print the answer as one line of JSON")
    .action((strategy: string, flags: Omit<EnableFlags, "strategy">) =>
      run({ ...flags, strategy }, enable),
    );
}

async function enable(context: CommandContext, flags: EnableFlags): Promise<number> {
  const reason = demandReason(flags.reason);
  return orderEngine(
    context,
    { kind: "enable_strategy", strategyId: strategyId(flags.strategy), reason },
    {
      lacking: "No strategy was enabled",
      unknown: "It is not known whether the strategy was enabled",
    },
  );
}
