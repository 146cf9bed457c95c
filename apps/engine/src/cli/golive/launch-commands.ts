import type { Command } from "commander";
import { addBacktestCommand } from "../backtest/backtest-command.ts";
import type { RunCommand } from "../context.ts";
import { addAttestCommand } from "./attest-command.ts";
import { addGoLiveCommand } from "./golive-command.ts";
import { addReadinessCommand } from "./readiness-command.ts";

/** Adds the commands on the way to live trading. */
export function addLaunchCommands(program: Command, run: RunCommand): void {
  addBacktestCommand(program, run);
  addGoLiveCommand(program, run);
  addReadinessCommand(program, run);
  addAttestCommand(program, run);
}
