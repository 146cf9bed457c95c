import { emptyRecord } from "../record-of-names.ts";
import { assert } from "../assert.ts";
import type { Ticker } from "../ids.ts";
import type { Bar } from "../market/bar.ts";
import { priceToNumber } from "../number/price.ts";
import type { Result } from "../result.ts";
import { MINUTE_MS } from "../time.ts";
import {
  createRollingDeviation,
  pushToDeviation,
  type RollingDeviation,
} from "./indicators/rolling-deviation.ts";
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
 * Bets on a return to the mean: z is how many standard deviations the last one-minute close lies from the mean of the
 * last n closes. It buys at z ≤ −entry, sells short (or stays flat) at z ≥ entry, and is flat again once z has come
 * back within ±exit or past it; before that it keeps what it has. Incomplete bars are passed over.
 */
export interface MeanReversionParams {
  readonly lookbackBars: number;
  readonly entryZ: number;
  readonly exitZ: number;
  readonly allowShort: boolean;
}

interface SymbolState {
  readonly closes: RollingDeviation;
  bars: number;
  close: number;
  mean: number;
  /** Null while the window is not full, and while all its closes are equal. */
  z: number | null;
  target: number;
}

interface MeanReversionState {
  readonly params: MeanReversionParams;
  readonly symbols: Record<Ticker, SymbolState>;
}

/** The strategy as configuration names it. */
export const meanReversion: StrategyDefinition<MeanReversionParams> = {
  kind: "mean-reversion",
  title: "Mean reversion",
  parseParams,
  warmupBars: (params) => params.lookbackBars,
  start({ params, symbols, saved }) {
    const fresh = freshState(params, symbols);
    return new MeanReversion(restoredState(fresh, saved));
  },
};

function parseParams(raw: unknown): Result<MeanReversionParams> {
  const reader = readParams(raw);
  const params: MeanReversionParams = {
    lookbackBars: reader.whole("lookbackBars", { min: 2, max: 2_000 }),
    entryZ: reader.number("entryZ", { min: 0.1, max: 10 }),
    exitZ: reader.number("exitZ", { min: 0, max: 10 }),
    allowShort: reader.flag("allowShort"),
  };
  const ordered = params.exitZ < params.entryZ;
  return reader.finish(
    params,
    ordered ? null : `"exitZ" is ${params.exitZ}: must be below "entryZ", ${params.entryZ}`,
  );
}

function freshState(params: MeanReversionParams, symbols: readonly Ticker[]): MeanReversionState {
  const state: MeanReversionState = { params, symbols: emptyRecord() };
  for (const symbol of symbols) {
    state.symbols[symbol] = {
      closes: createRollingDeviation(params.lookbackBars),
      bars: 0,
      close: 0,
      mean: 0,
      z: null,
      target: 0,
    };
  }
  return state;
}

class MeanReversion implements StrategyInstance {
  readonly state: MeanReversionState;

  constructor(state: MeanReversionState) {
    this.state = state;
  }

  readonly onBar = (bar: Bar, context: StrategyContext): Signal | null => {
    const symbol = this.state.symbols[bar.symbol];
    if (symbol === undefined || !bar.complete) return null;
    symbol.close = priceToNumber(bar.close);
    const spread = pushToDeviation(symbol.closes, symbol.close);
    symbol.bars++;
    if (spread === null) return null;
    symbol.mean = spread.mean;
    symbol.z = spread.deviation > 0 ? (symbol.close - spread.mean) / spread.deviation : null;
    const change = { symbol: bar.symbol, target: this.targetOf(symbol), lastTarget: symbol.target };
    if (!mustSignal(change, context)) return null;
    symbol.target = change.target;
    return {
      symbol: bar.symbol,
      target: change.target,
      reason: this.explain(symbol),
      horizonMs: this.state.params.lookbackBars * MINUTE_MS,
    };
  };

  status(symbol: Ticker): StrategyStatus {
    const state = this.state.symbols[symbol];
    assert(state !== undefined, `${symbol} is not among the strategy's symbols`);
    const needed = this.state.params.lookbackBars;
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
    const { entryZ, exitZ, allowShort } = this.state.params;
    if (state.z === null) return state.target;
    if (state.z <= -entryZ) return 1;
    if (state.z >= entryZ) return allowShort ? -1 : 0;
    // Back at the mean or past it, even when one bar leaps over it.
    const backFromBelow = state.target > 0 && state.z >= -exitZ;
    const backFromAbove = state.target < 0 && state.z <= exitZ;
    return backFromBelow || backFromAbove ? 0 : state.target;
  }

  private explain(state: SymbolState): string {
    const prices = `close ${state.close.toFixed(4)}, mean ${state.mean.toFixed(4)}`;
    if (state.z === null) return `${prices}: no movement to measure`;
    const { entryZ, exitZ } = this.state.params;
    return `z ${state.z.toFixed(2)} (${prices}); enters beyond ±${entryZ}, leaves within ±${exitZ}`;
  }
}
