import type { Fill } from "../fill/fill.ts";
import type { Ticker } from "../ids.ts";
import type { Bar } from "../market/bar.ts";
import type { Quote } from "../market/quote.ts";
import type { MarketTrade } from "../market/trade.ts";
import type { Quantity } from "../number/quantity.ts";
import type { Result } from "../result.ts";
import type { UnixMs } from "../time.ts";
import type { Signal } from "./signal.ts";

/**
 * The port of strategies. A strategy sees market events and its own fills, one at a time, and may answer each with a
 * signal. It reads no clock, draws no random number and keeps its memory in plain data, so that the same events give
 * the same signals in a backtest, live and in replay.
 */

/** What a strategy may ask beside the event itself. The caller may reuse the object: it is valid during one call. */
export interface StrategyContext {
  readonly time: UnixMs;
  /** Signed shares that this strategy holds, zero if it never traded the symbol. */
  positionOf(symbol: Ticker): Quantity;
  /** The latest quote, whatever its age and condition. */
  quoteOf(symbol: Ticker): Quote | null;
}

/** A point in time that the strategy is told about, once a second of market time. */
export interface TimerEvent {
  readonly at: UnixMs;
}

/** Where a strategy stands with a symbol, for people. */
export interface StrategyStatus {
  readonly phase: "warming" | "ready";
  /** Words and numbers, e.g. "fast 167.21 is 0.03 below slow 167.24". */
  readonly text: string;
  /** What it last wanted: a fraction of its allocation. */
  readonly target: number;
}

/** A running strategy. It handles the events for which it has a handler; the others are not delivered to it. */
export interface StrategyInstance {
  /** The whole memory as plain data, updated in place: given to `start` again, the strategy goes on where it was. */
  readonly state: object;
  readonly onQuote?: (quote: Quote, context: StrategyContext) => Signal | null;
  readonly onTrade?: (trade: MarketTrade, context: StrategyContext) => Signal | null;
  readonly onBar?: (bar: Bar, context: StrategyContext) => Signal | null;
  readonly onFill?: (fill: Fill, context: StrategyContext) => Signal | null;
  readonly onTimer?: (timer: TimerEvent, context: StrategyContext) => Signal | null;
  /** Explains where the strategy stands with one of its symbols. */
  status(symbol: Ticker): StrategyStatus;
}

/** What a strategy starts with. */
export interface StrategyStart<Params> {
  readonly params: Params;
  readonly symbols: readonly Ticker[];
  /** The `state` of an earlier instance with the same parameters and symbols; null for a fresh start. */
  readonly saved: unknown;
}

/** A kind of strategy that configuration can name. */
export interface StrategyDefinition<Params> {
  readonly kind: string;
  readonly title: string;
  /** Reads parameters from configuration: a sentence for the first that is missing, unknown or out of range. */
  parseParams(raw: unknown): Result<Params>;
  /**
   * How many one-minute bars make what it wants independent of older ones: a backtest begun with these must want the
   * same as one that saw all. It may want something earlier, on averages that are still warming.
   */
  warmupBars(params: Params): number;
  start(start: StrategyStart<Params>): StrategyInstance;
}
