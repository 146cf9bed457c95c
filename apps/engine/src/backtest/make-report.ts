import { formatMoney } from "@interlock/core/number/money";
import { strategiesHash, strategyVersions } from "../golive/running-binding.ts";
import { type BacktestFigures, type Earned, figuresOf } from "./backtest-figures.ts";
import { BACKTEST_FORMAT, type BacktestReport } from "./backtest-report.ts";
import { checkLookAhead } from "./check-look-ahead.ts";
import { checkRecursion } from "./check-recursion.ts";
import { compareWithTruth } from "./compare-truth.ts";
import {
  type BacktestRequest,
  type BacktestRun,
  PARTIAL_FILLS,
  runBacktest,
} from "./run-backtest.ts";

/** What a report says of a run besides what it came to. */
export interface ReportTerms {
  /** Points of each check; null: none is made. */
  readonly points: number | null;
  readonly configHash: string;
  readonly data: BacktestReport["data"];
  readonly complete: boolean;
  /** Wall-clock milliseconds. */
  readonly now: () => number;
}

/** Plays a backtest, checks it where that is asked for, and returns its report. */
export async function makeReport(
  request: BacktestRequest,
  terms: ReportTerms,
): Promise<BacktestReport> {
  const { settings, build, seed, sessions } = request;
  const run = await runBacktest(request);
  const checks = terms.points === null ? null : await checksOf(request, run, terms.points);
  return {
    format: BACKTEST_FORMAT,
    at: terms.now(),
    build,
    configHash: terms.configHash,
    strategies: strategyVersions(settings),
    strategiesHash: strategiesHash(settings),
    seed,
    sessions: sessions.map(({ firstDate }) => firstDate),
    symbols: [...settings.symbols],
    data: terms.data,
    costs: {
      regulatoryFees: settings.fees === "regulatory",
      partialFills: PARTIAL_FILLS,
    },
    complete: terms.complete,
    events: run.events,
    recordsHash: run.recordsHash,
    figures: { ...figuresText(figuresOf(run)), differences: [...compareWithTruth(run)] },
    checks,
  };
}

async function checksOf(request: BacktestRequest, run: BacktestRun, points: number) {
  const recursion = checkRecursion(request, run, { points });
  return { lookAhead: await checkLookAhead(request, run, { points }), recursion };
}

function figuresText({
  account,
  books,
  maxDrawdown,
  denials,
  disabled,
  ...counts
}: BacktestFigures) {
  return {
    ...counts,
    denials: { ...denials },
    disabled: { ...disabled },
    account: earnedText(account),
    books: books.map(({ strategyId, symbol, ...rest }) => ({
      strategyId,
      symbol,
      ...earnedText(rest),
    })),
    maxDrawdown: formatMoney(maxDrawdown),
  };
}

function earnedText({ fills, gross, slippage, fees, net }: Earned) {
  return {
    fills,
    gross: formatMoney(gross),
    slippage: formatMoney(slippage),
    fees: formatMoney(fees),
    net: formatMoney(net),
  };
}
