import { type Command, InvalidArgumentError } from "commander";
import type { RunCommand } from "../context.ts";
import type { BacktestFlags } from "./play-backtest.ts";

const POINTS = 5;
const POINTS_MAX = 1_000;

function readPoints(text: string): number {
  const points = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (points >= 1 && points <= POINTS_MAX) return points;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${POINTS_MAX}.`);
}

/** Adds `backtest`. */
export function addBacktestCommand(program: Command, run: RunCommand): void {
  program
    .command("backtest [folder]")
    .description("play recorded sessions through engine and venue, with costs, and sum them up")
    .option("--date <day...>", "days to play; without it every day with ticks of all symbols")
    .option("--symbols <list>", "symbols instead of the configured ones, e.g. SPY,IBM")
    .option("--strategies <list>", "configured strategies to play, by id; without it all")
    .option("--seed <text>", "decides how fills are parted and where checks look", "1")
    .option("--check", "besides, check for look-ahead and recursion")
    .option("--points <number>", "points of each check", readPoints, POINTS)
    .option("--report <file>", "write the report, as attest --sign takes it")
    .option("--json", "print the report as one line of JSON")
    .action((folder: string | undefined, flags: Omit<BacktestFlags, "folder">) =>
      run({ ...flags, folder }, async (context, given) => {
        const { playBacktest } = await import("./play-backtest.ts");
        return playBacktest(context, given);
      }),
    );
}
