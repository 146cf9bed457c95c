import type { Ticker } from "@interlock/core/ids";
import type { PriceReference } from "@interlock/core/market/price-reference";
import { regularMid } from "@interlock/core/market/quote";
import type { Decision } from "../decision.ts";

/** Returns what an order in a symbol is measured against now; null where its market shows no price. */
export function priceReference(
  { state, views }: Pick<Decision, "state" | "views">,
  symbol: Ticker,
): PriceReference | null {
  const market = views.markets.get(symbol);
  const feed = state.settings?.feed ?? "";
  if (market === undefined) return null;
  const mid = market.quote === null ? null : regularMid(market.quote);
  if (market.quote !== null && mid !== null)
    return { feed, kind: "quote", price: mid, venueAt: market.quote.venueAt };
  const { lastTrade } = market;
  if (lastTrade === null) return null;
  return { feed, kind: "trade", price: lastTrade.price, venueAt: lastTrade.venueAt };
}
