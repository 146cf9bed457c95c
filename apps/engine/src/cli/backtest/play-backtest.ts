import { resolve } from "node:path";
import { type IsoDate, parseIsoDate } from "@interlock/core/market/civil-date";
import { findingOf } from "../../backtest/backtest-report.ts";
import { loadSessions } from "../../backtest/load-sessions.ts";
import { makeReport } from "../../backtest/make-report.ts";
import { formatFault } from "../../config/config-fault.ts";
import { checkoutRoot } from "../../config/checkout-root.ts";
import { symbolList } from "../../config/env.ts";
import { type LoadedConfig, loadConfig } from "../../config/load-config.ts";
import { runningBuild } from "../../run/build-hash.ts";
import type { EngineSettings } from "../../settings.ts";
import { type CommandContext, CommandFailure, type CommonOptions } from "../context.ts";
import { EXIT } from "../exit-code.ts";
import { writeResult } from "../files/write-result.ts";
import { backtestText } from "./backtest-text.ts";

export interface BacktestFlags extends CommonOptions {
  readonly folder: string | undefined;
  readonly date?: readonly string[] | undefined;
  readonly symbols?: string | undefined;
  readonly strategies?: string | undefined;
  readonly seed: string;
  readonly check?: boolean | undefined;
  readonly points: number;
  readonly report?: string | undefined;
}

/**
 * Plays recorded sessions and prints what they came to. The code says whether something was found: a check that
 * failed, a strategy that was turned off, books that differ.
 */
export async function playBacktest(context: CommandContext, flags: BacktestFlags): Promise<number> {
  const { env, terminal } = context;
  const config = readConfig(context, flags);
  const settings = playedSettings(config, flags.strategies);
  const folder =
    flags.folder ?? env.marketData ?? resolve(checkoutRoot(), "..", "shared", "market-data");
  const { symbols } = settings;
  const loaded = loadSessions({ folder, dates: readDates(flags.date), symbols });
  if (!loaded.ok) throw new CommandFailure(`Nothing was played. ${loaded.error}`, EXIT.usage);
  const { sessions, data } = loaded.value;
  const startedAt = performance.now();
  const report = await makeReport(
    { sessions, settings, seed: flags.seed, build: runningBuild(import.meta.url) },
    {
      points: flags.check === true ? flags.points : null,
      configHash: config.hash,
      data,
      complete: settings.strategies.length === config.settings.strategies.length,
      now: Date.now,
    },
  );
  if (flags.report !== undefined) writeResult(flags.report, `${JSON.stringify(report, null, 2)}\n`);
  terminal.print(backtestText(report, (performance.now() - startedAt) / 1_000));
  if (flags.report !== undefined) terminal.print(`The report is in ${flags.report}.`);
  terminal.result(report);
  return findingOf(report) === null ? EXIT.ok : EXIT.found;
}

function readConfig({ env }: CommandContext, flags: BacktestFlags): LoadedConfig {
  const symbols = symbolList(flags.symbols) ?? env.symbols;
  const reading = loadConfig({ environment: env.environment, root: env.root, symbols });
  if (reading.ok) return reading.config;
  const faults = reading.faults.map(formatFault).join("\n");
  throw new CommandFailure(`Nothing was played. ${faults}`, EXIT.usage);
}

/**
 * The settings of the environment, as they are in a simulation: nobody approves a launch there, and the venue charges
 * what regulators do.
 */
function playedSettings({ settings }: LoadedConfig, list: string | undefined): EngineSettings {
  const wanted = list === undefined ? null : list.split(",").map((id) => id.trim());
  const known = settings.strategies.map(({ id }) => String(id));
  const strange = wanted?.find((id) => !known.includes(id));
  if (strange !== undefined)
    throw new CommandFailure(
      `Nothing was played. There is no strategy "${strange}": the configuration has ${known.join(", ")}.`,
      EXIT.usage,
    );
  const strategies = settings.strategies.filter(({ id }) => wanted?.includes(id) ?? true);
  return { ...settings, environment: "sim", fees: "regulatory", strategies };
}

function readDates(texts: readonly string[] | undefined): readonly IsoDate[] | null {
  if (texts === undefined) return null;
  return texts.map((text) => {
    const date = parseIsoDate(text);
    if (date.ok) return date.value;
    throw new CommandFailure(
      `Nothing was played. --date is "${text}": it must be a day such as 2013-10-08.`,
      EXIT.usage,
    );
  });
}
