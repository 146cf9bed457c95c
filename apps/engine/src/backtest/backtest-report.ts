import { z } from "zod";

/** Names the format of a report of `./interlock backtest`. */
export const BACKTEST_FORMAT = "interlock-backtest-1";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);
/** Dollars as a decimal. */
const dollars = z.string().regex(/^-?\d+(\.\d+)?$/);

const earned = z.strictObject({
  fills: count,
  gross: dollars,
  slippage: dollars,
  fees: dollars,
  net: dollars,
});

const check = z.strictObject({
  passed: z.boolean(),
  points: count,
  compared: count,
  difference: z.string().nullable(),
});

/** What decided: build, configuration and strategies, each by its hash. */
const decidedBy = z.strictObject({
  build: hash,
  configHash: z.string().min(1),
  strategies: z.record(z.string(), hash),
  /** One hash of all strategies, as gates know them. */
  strategiesHash: hash,
});

/** Everything that a result is a function of, and the result: the same again for the same, byte for byte. */
export const backtestReport = z.strictObject({
  format: z.literal(BACKTEST_FORMAT),
  /** When the run ended, in wall-clock milliseconds. */
  at: count,
  ...decidedBy.shape,
  seed: z.string(),
  sessions: z.array(z.string()).min(1),
  symbols: z.array(z.string()).min(1),
  /** Every file that was read, and the SHA-256 of its bytes. */
  data: z.array(z.strictObject({ file: z.string(), sha256: hash })).min(1),
  costs: z.strictObject({
    regulatoryFees: z.boolean(),
    /** Share of fills that take a part only. */
    partialFills: z.number().min(0).max(1),
  }),
  /** False where only some of the configured strategies were played. */
  complete: z.boolean(),
  events: count,
  /** Over every byte of every record, in order. */
  recordsHash: hash,
  figures: z.strictObject({
    signals: count,
    orders: count,
    denied: count,
    denials: z.record(z.string(), count),
    account: earned,
    books: z.array(z.strictObject({ strategyId: z.string(), symbol: z.string(), ...earned.shape })),
    maxDrawdown: dollars,
    fillsWithoutMid: count,
    disabled: z.record(z.string(), z.string()),
    /** What our books and the venue's differ in at the end; empty where they agree. */
    differences: z.array(z.string()),
  }),
  /** Null where they were not asked for. */
  checks: z.strictObject({ lookAhead: check, recursion: check }).nullable(),
});

/** What a backtest came to, as it is written. */
export type BacktestReport = z.infer<typeof backtestReport>;

/**
 * Says why a report is no proof that a version is sound, in words that follow "the backtest"; null where it is one.
 */
export function reportFault(report: BacktestReport): string | null {
  const { complete, costs, checks, figures } = report;
  if (!complete) return "played a part of the strategies only";
  if (!costs.regulatoryFees || costs.partialFills === 0) return "was made without costs";
  if (figures.account.fills === 0) return "filled no order, so that it shows no costs";
  return checks === null ? "was made without --check" : findingOf(report);
}

/** Says what a backtest found to be wrong, in the same words; null where nothing is. */
export function findingOf({ checks, figures }: BacktestReport): string | null {
  if (checks?.lookAhead.passed === false)
    return `did not pass the look-ahead check: ${checks.lookAhead.difference ?? NOTHING}`;
  if (checks?.recursion.passed === false)
    return `did not pass the recursion check: ${checks.recursion.difference ?? NOTHING}`;
  const [disabled] = Object.entries(figures.disabled);
  if (disabled !== undefined) return `turned strategy ${disabled[0]} off: ${disabled[1]}`;
  const [difference] = figures.differences;
  return difference === undefined ? null : `ended with books that differ: ${difference}`;
}

const NOTHING = "nothing could be compared";
