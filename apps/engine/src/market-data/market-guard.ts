import type { Ticker } from "@interlock/core/ids";
import { lastMarketDay, sessionAt } from "@interlock/core/market/calendar";
import { BROKEN_QUOTE_MS, type MarketCondition } from "@interlock/core/market/market-condition";
import { limitState, type PriceBands } from "@interlock/core/market/price-bands";
import { type MarketGuard, OPEN_MARKET } from "@interlock/core/risk/market-guard";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { SymbolMarket } from "./symbol-market.ts";

/** Returns what risk looks at of a symbol's market beside its quote. */
export function marketGuardOf({ state, views, time }: Decision, symbol: Ticker): MarketGuard {
  const halt = state.marketHalt ?? state.halts[symbol] ?? null;
  const market = views.markets.get(symbol);
  if (market === undefined) return halt === null ? OPEN_MARKET : { ...OPEN_MARKET, halt };
  const bands = bandsInForce(market, time);
  return { halt, condition: conditionOf(market, time), bands, lastTrade: market.lastTrade };
}

/** Returns what keeps new risk from a symbol, the most doubtful first. A halt is told apart. */
export function conditionOf(market: SymbolMarket, time: UnixMs): MarketCondition {
  if (market.statusDoubtedSince !== null) return "status_unknown";
  if (market.quoteAwaitedSince !== null) return "awaits_quote";
  if (market.quoteDoubted) return "price_jump";
  if (isBrokenLong(market, time)) return "broken_quote";
  return isAtLimit(market, time) ? "limit_state" : "open";
}

/** Tells whether the quote has been crossed or locked for too long. */
export function isBrokenLong({ brokenSince }: SymbolMarket, time: UnixMs): boolean {
  return brokenSince !== null && time - brokenSince >= BROKEN_QUOTE_MS;
}

/** Tells whether the quote stands at a band in force. */
export function isAtLimit(market: SymbolMarket, time: UnixMs): boolean {
  const { quote } = market;
  if (market.bands === null || quote === null) return false;
  const bands = bandsInForce(market, time);
  return bands !== null && limitState(quote, bands) !== null;
}

/** Bands hold in the regular session of the day on which they were told. */
function bandsInForce({ bands }: SymbolMarket, time: UnixMs): PriceBands | null {
  if (bands === null || !bands.inForce || sessionAt(time) !== "regular") return null;
  return bands.venueAt >= lastMarketDay(time).preOpenAt ? bands : null;
}
