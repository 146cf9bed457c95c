import type { Ticker } from "@interlock/core/ids";
import { bandsInForce, conditionOf } from "@interlock/core/market/watched-market";
import { type MarketGuard, OPEN_MARKET } from "@interlock/core/risk/market-guard";
import type { Decision } from "../decision.ts";

/** A symbol's market as the engine has watched it; undefined where nobody does. */
export type WatchedSymbol = ReturnType<Decision["views"]["markets"]["get"]>;

/** Returns what risk looks at of a symbol's market beside its quote; nobody watches that of an absent one. */
export function marketGuardOf(
  { state, time }: Decision,
  symbol: Ticker,
  market: WatchedSymbol,
): MarketGuard {
  const halt = state.marketHalt ?? state.halts[symbol] ?? null;
  if (market === undefined) return halt === null ? OPEN_MARKET : { ...OPEN_MARKET, halt };
  const bands = bandsInForce(market, time);
  return { halt, condition: conditionOf(market, time), bands, lastTrade: market.lastTrade };
}
