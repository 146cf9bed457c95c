import { emptyRecord } from "../record-of-names.ts";
import { assert } from "../assert.ts";
import type { Ticker } from "../ids.ts";
import type { Bar } from "../market/bar.ts";
import { priceToNumber } from "../number/price.ts";
import type { Result } from "../result.ts";
import { MINUTE_MS } from "../time.ts";
import {
  createExponentialMovingAverage,
  type ExponentialMovingAverage,
  exponentialWarmup,
  pushToExponentialAverage,
} from "./indicators/exponential-moving-average.ts";
import {
  createSimpleMovingAverage,
  pushToSimpleAverage,
  type SimpleMovingAverage,
} from "./indicators/simple-moving-average.ts";
import { readParams } from "./params.ts";
import { restoredState } from "./restored-state.ts";
import type { Signal } from "./signal.ts";
import type {
  StrategyContext,
  StrategyDefinition,
  StrategyInstance,
  StrategyStatus,
} from "./strategy.ts";
import { mustSignal } from "./target-memory.ts";

/**
 * Follows the trend: long while the fast average of one-minute closes is above the slow one, short or flat while it
 * is below. Within the dead band around equality the last side is kept. Incomplete bars are passed over.
 */
export interface CrossoverParams {
  readonly fastBars: number;
  readonly slowBars: number;
  readonly average: "simple" | "exponential";
  /** How far the averages must be apart to change sides, in hundredths of a percent of the slow one. */
  readonly deadBandBps: number;
  readonly allowShort: boolean;
}

type Average =
  | { readonly kind: "simple"; readonly of: SimpleMovingAverage }
  | { readonly kind: "exponential"; readonly of: ExponentialMovingAverage };

interface SymbolState {
  readonly fast: Average;
  readonly slow: Average;
  bars: number;
  fastValue: number;
  slowValue: number;
  target: number;
}

interface CrossoverState {
  readonly params: CrossoverParams;
  readonly symbols: Record<Ticker, SymbolState>;
}

const BARS = { min: 1, max: 2_000 };

/** The strategy as configuration names it. */
export const movingAverageCrossover: StrategyDefinition<CrossoverParams> = {
  kind: "moving-average-crossover",
  title: "Moving-average crossover",
  parseParams,
  // An exponential average never forgets whole: it speaks after its span, and is warm when older bars weigh nothing.
  warmupBars: ({ average, slowBars }) =>
    average === "exponential" ? exponentialWarmup(slowBars) : slowBars,
  start({ params, symbols, saved }) {
    const fresh = freshState(params, symbols);
    return new MovingAverageCrossover(restoredState(fresh, saved));
  },
};

function parseParams(raw: unknown): Result<CrossoverParams> {
  const reader = readParams(raw);
  const params: CrossoverParams = {
    fastBars: reader.whole("fastBars", BARS),
    slowBars: reader.whole("slowBars", BARS),
    average: reader.choice("average", ["simple", "exponential"]),
    deadBandBps: reader.number("deadBandBps", { min: 0, max: 1_000 }),
    allowShort: reader.flag("allowShort"),
  };
  const ordered = params.fastBars < params.slowBars;
  return reader.finish(
    params,
    ordered
      ? null
      : `"fastBars" is ${params.fastBars}: must be below "slowBars", ${params.slowBars}`,
  );
}

function freshState(params: CrossoverParams, symbols: readonly Ticker[]): CrossoverState {
  const state: CrossoverState = { params, symbols: emptyRecord() };
  for (const symbol of symbols) {
    state.symbols[symbol] = {
      fast: createAverage(params.average, params.fastBars),
      slow: createAverage(params.average, params.slowBars),
      bars: 0,
      fastValue: 0,
      slowValue: 0,
      target: 0,
    };
  }
  return state;
}

function createAverage(kind: CrossoverParams["average"], size: number): Average {
  return kind === "simple"
    ? { kind, of: createSimpleMovingAverage(size) }
    : { kind, of: createExponentialMovingAverage(size) };
}

function push(average: Average, value: number): number | null {
  return average.kind === "simple"
    ? pushToSimpleAverage(average.of, value)
    : pushToExponentialAverage(average.of, value);
}

class MovingAverageCrossover implements StrategyInstance {
  readonly state: CrossoverState;

  constructor(state: CrossoverState) {
    this.state = state;
  }

  readonly onBar = (bar: Bar, context: StrategyContext): Signal | null => {
    const symbol = this.state.symbols[bar.symbol];
    if (symbol === undefined || !bar.complete) return null;
    const close = priceToNumber(bar.close);
    const fast = push(symbol.fast, close);
    const slow = push(symbol.slow, close);
    symbol.bars++;
    if (fast === null || slow === null) return null;
    symbol.fastValue = fast;
    symbol.slowValue = slow;
    const change = { symbol: bar.symbol, target: this.targetOf(symbol), lastTarget: symbol.target };
    if (!mustSignal(change, context)) return null;
    symbol.target = change.target;
    return {
      symbol: bar.symbol,
      target: change.target,
      reason: this.explain(symbol),
      horizonMs: this.state.params.slowBars * MINUTE_MS,
    };
  };

  status(symbol: Ticker): StrategyStatus {
    const state = this.state.symbols[symbol];
    assert(state !== undefined, `${symbol} is not among the strategy's symbols`);
    const needed = this.state.params.slowBars;
    if (state.bars < needed) {
      return {
        phase: "warming",
        text: `warming ${state.bars}/${needed} bars`,
        target: state.target,
      };
    }
    return { phase: "ready", text: this.explain(state), target: state.target };
  }

  private targetOf(state: SymbolState): number {
    const { deadBandBps, allowShort } = this.state.params;
    const gapBps = ((state.fastValue - state.slowValue) / state.slowValue) * 10_000;
    if (gapBps === 0 || Math.abs(gapBps) < deadBandBps) return state.target;
    if (gapBps > 0) return 1;
    return allowShort ? -1 : 0;
  }

  private explain(state: SymbolState): string {
    const gap = state.fastValue - state.slowValue;
    const side = gap === 0 ? "at" : `${Math.abs(gap).toFixed(4)} ${gap > 0 ? "above" : "below"}`;
    return `fast ${state.fastValue.toFixed(4)} is ${side} slow ${state.slowValue.toFixed(4)}`;
  }
}
