import { regularMid } from "@interlock/core/market/quote";
import { formatPrice, type Price, priceUnits } from "@interlock/core/number/price";
import type { VenuePosition } from "@interlock/core/order/execution-report";
import { MINUTE_MS, SECOND_MS } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { SymbolMarket } from "./symbol-market.ts";

/** How far the venue's own price of a position may lie from our feed's quote, in bps of it, and how new that is. */
const APART_BPS = 100;
const QUOTE_NEW_MS = 5 * SECOND_MS;
const TELL_AGAIN_MS = 10 * MINUTE_MS;

/**
 * Compares our feed with the second source that there always is: the price by which the venue values what is held. A
 * feed of one exchange may stand apart from the consolidated one, and the collar is measured against ours.
 */
export function compareWithVenue(decision: Decision, positions: readonly VenuePosition[]): void {
  for (const { symbol, currentPrice } of positions) {
    const market = decision.views.markets.get(symbol);
    if (market !== undefined && currentPrice !== undefined)
      comparePrice(decision, market, currentPrice);
  }
}

function comparePrice(decision: Decision, market: SymbolMarket, venue: Price): void {
  const { state, time } = decision;
  const { quote, symbol, toldAt } = market;
  if (quote === null || time - quote.venueAt > QUOTE_NEW_MS) return;
  const mid = regularMid(quote);
  if (mid === null) return;
  const bps = (Math.abs(priceUnits(mid) - priceUnits(venue)) * 10_000) / priceUnits(mid);
  const told = toldAt.get("price_mismatch") ?? Number.NEGATIVE_INFINITY;
  if (bps <= APART_BPS || time - told < TELL_AGAIN_MS) return;
  toldAt.set("price_mismatch", time);
  const feed = state.settings?.feed ?? "";
  decision.alert(
    "warning",
    `The venue values ${symbol} at ${formatPrice(venue)}, and feed ${feed} quotes ${formatPrice(mid)} in the middle: ${bps.toFixed(0)} bps apart, ${APART_BPS} are allowed. Orders are measured against the feed: look at both before you trade it.`,
  );
}

/** Says that quotes come from another feed than at the last run: prices of the two are not the same. */
export function tellFeedSwitch(decision: Decision, before: string | undefined): void {
  const { feed } = decision.state.settings ?? {};
  if (before === undefined || feed === undefined || before === feed) return;
  decision.alert(
    "warning",
    `Market data come from feed ${feed} now, at the last run from ${before}: collars are measured against ${feed}. Each order names its feed.`,
  );
}
