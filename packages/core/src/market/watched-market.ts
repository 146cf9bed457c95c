import type { UnixMs } from "../time.ts";
import { lastMarketDay, sessionAt } from "./calendar.ts";
import { BROKEN_QUOTE_MS, type MarketCondition } from "./market-condition.ts";
import { limitState, type PriceBands } from "./price-bands.ts";
import type { Quote } from "./quote.ts";

/** What was seen of a symbol's market, as far as it says whether the symbol can be traded. */
export interface WatchedMarket {
  readonly quote: Quote | null;
  readonly statusDoubtedSince: UnixMs | null;
  readonly quoteAwaitedSince: UnixMs | null;
  readonly quoteDoubted: boolean;
  /** Since when the quote has been crossed or locked. */
  readonly brokenSince: UnixMs | null;
  readonly bands: PriceBands | null;
}

/** Returns what keeps new risk from a symbol, the most doubtful first. A halt is told apart. */
export function conditionOf(market: WatchedMarket, time: UnixMs): MarketCondition {
  if (market.statusDoubtedSince !== null) return "status_unknown";
  if (market.quoteAwaitedSince !== null) return "awaits_quote";
  if (market.quoteDoubted) return "price_jump";
  if (isBrokenLong(market, time)) return "broken_quote";
  return isAtLimit(market, time) ? "limit_state" : "open";
}

/** Tells whether the quote has been crossed or locked for too long. */
export function isBrokenLong({ brokenSince }: WatchedMarket, time: UnixMs): boolean {
  return brokenSince !== null && time - brokenSince >= BROKEN_QUOTE_MS;
}

/** Tells whether the quote stands at a band in force. */
export function isAtLimit(market: WatchedMarket, time: UnixMs): boolean {
  const { quote } = market;
  if (market.bands === null || quote === null) return false;
  const bands = bandsInForce(market, time);
  return bands !== null && limitState(quote, bands) !== null;
}

/** Bands hold in the regular session of the day on which they were told. */
export function bandsInForce({ bands }: WatchedMarket, time: UnixMs): PriceBands | null {
  if (bands === null || !bands.inForce || sessionAt(time) !== "regular") return null;
  return bands.venueAt >= lastMarketDay(time).preOpenAt ? bands : null;
}
