import type { Ticker } from "@interlock/core/ids";
import type { CoverFacts } from "@interlock/core/protection/stop-cover";
import { describeHalt } from "@interlock/core/market/trading-status";
import { partOf } from "@interlock/core/risk/close-position";
import { haltOf, strategiesApart } from "../kill-in-force.ts";
import type { EngineState } from "../state.ts";
import type { Views } from "../views.ts";

/** The engine's state with what it sees: the engine's own, or the edge's copy of it. */
export interface SeenState {
  readonly state: EngineState;
  readonly views: Views;
}

/** The one reason that asking the venue for a quote ends. */
export const WAITS_FOR_QUOTE = "waits for a quote";

/** Why the engine's own stop-loss of a symbol would not act now, as a phrase; empty where it would. */
export function whyNoLocalStop({ state, views }: SeenState, symbol: Ticker): string {
  const fired = state.stops[symbol];
  if (fired !== undefined) return fired.blocked === "" ? "" : fired.blocked;
  if (views.waitingActions.has(symbol)) return "rests: a corporate action waits for the venue";
  if (state.settings?.symbols.includes(symbol) !== true)
    return "none: not in the universe, no market is watched";
  if (!state.connections.market_data) return "blind: market data is down";
  if (views.totals.symbols[symbol]?.markSource !== "market") return WAITS_FOR_QUOTE;
  if (!state.recovered) return "waits for the books to be compared";
  return whyNoOrder(state, symbol);
}

/** Why no closing order of a stop-loss would be taken, by us or by the market. */
function whyNoOrder(state: EngineState, symbol: Ticker): string {
  if (haltOf(state, { symbol, strategyId: null }).closings !== "all") return OFF;
  // An order toward flat is refused during a halt: no stop of ours closes anything before it ends.
  const standstill = state.marketHalt ?? state.halts[symbol];
  return standstill === undefined ? "" : `waits: ${describeHalt(standstill).replace(/\.$/, "")}`;
}

const OFF = "off while trading is halted this way";

/** Shares that the engine's own stop-loss of a symbol leaves to kills of strategies; absent where there are none. */
export function sharesApart({ state }: SeenState, symbol: Ticker): CoverFacts["apart"] {
  const strategies = strategiesApart(state);
  if (strategies.length === 0) return undefined;
  const quantity = partOf(state.portfolio, symbol, strategies);
  return { quantity, why: `off for ${strategies.join(", ")}, which a kill stops` };
}
