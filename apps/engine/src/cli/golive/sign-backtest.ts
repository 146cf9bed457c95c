import { createHash } from "node:crypto";
import {
  type BacktestReport,
  backtestReport,
  reportFault,
} from "../../backtest/backtest-report.ts";
import { sha256 } from "../../golive/running-binding.ts";
import { formatDollars, money } from "@interlock/core/number/money";
import { CommandFailure } from "../context.ts";

/** What is to be signed, and where it was read. */
interface ReportFile {
  readonly file: string;
  readonly text: string;
  /** The build that signs: a report of another one says nothing about it. */
  readonly build: string;
}

/** Tells whether a file that was read holds a report of `./interlock backtest`, whole or not. */
export function isBacktest(read: unknown): boolean {
  return typeof read === "object" && read !== null && "format" in read && isFormat(read.format);
}

function isFormat(format: unknown): boolean {
  return typeof format === "string" && format.startsWith("interlock-backtest-");
}

/**
 * Returns the evidence `backtest` that a report is: of this build, whole, with costs and both checks passed. Throws
 * CommandFailure for any other.
 */
export function backtestEvidence({ file, text, build }: ReportFile) {
  const read = backtestReport.safeParse(JSON.parse(text));
  if (!read.success)
    throw new CommandFailure(
      `Nothing was signed: ${file} is no whole report of ./interlock backtest --check --report.`,
    );
  const report = read.data;
  if (report.build !== build)
    throw new CommandFailure(
      `Nothing was signed: ${file} is of build ${report.build.slice(0, 12)}, and this is ${build.slice(0, 12)}.`,
    );
  const fault = reportFault(report);
  if (fault !== null)
    throw new CommandFailure(`Nothing was signed: the backtest of ${file} ${fault}.`);
  const source = createHash("sha256").update(text).digest("hex");
  return {
    name: "backtest",
    measuredAt: report.at,
    build,
    passed: true,
    ...wordsOf(report),
    source,
  };
}

function wordsOf(report: BacktestReport) {
  const { figures, sessions, strategiesHash, recordsHash, configHash, data, checks } = report;
  const value = `${figures.orders} orders, net ${formatDollars(money(figures.account.net))}`;
  const days = sessions.length === 1 ? sessions[0] : `${sessions[0]} to ${sessions.at(-1)}`;
  const sentence = `A backtest of ${days} with costs: ${value}; nothing looked ahead, and nothing depended on more bars than it declares.`;
  return {
    value,
    sentence: sentence.slice(0, 500),
    strategies: strategiesHash,
    backtest: {
      recordsHash,
      configHash,
      dataHash: sha256(data),
      lookAheadCompared: checks?.lookAhead.compared ?? 0,
      recursionCompared: checks?.recursion.compared ?? 0,
    },
  };
}
