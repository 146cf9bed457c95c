import type { Ticker } from "@interlock/core/ids";
import { haltClosings } from "@interlock/core/risk/halt-closings";
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
  const { trading, kill } = state;
  const isOff = trading.state === "halted" && haltClosings(trading, kill) !== "all";
  return isOff ? "off while trading is halted this way" : "";
}
