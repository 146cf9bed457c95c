import type { Ticker } from "../ids.ts";
import { type Price, priceUnits } from "../number/price.ts";
import type { UnixMs } from "../time.ts";
import type { Quote } from "./quote.ts";

/**
 * The prices between which a symbol may trade at this moment (limit up, limit down), in dollars a share. They are in
 * force in the regular session of their day, and not where the market says that they are suspended.
 */
export interface PriceBands {
  readonly symbol: Ticker;
  readonly venueAt: UnixMs;
  readonly lower: Price;
  readonly upper: Price;
  readonly inForce: boolean;
}

/** The best bid stands at the upper band, or the best offer at the lower one: a pause follows within 15 seconds. */
export type LimitState = "limit_up" | "limit_down";

/** Returns whether a quote stands at its bands; null when it does not. */
export function limitState(quote: Quote, { lower, upper }: PriceBands): LimitState | null {
  if (quote.bid !== null && priceUnits(quote.bid) >= priceUnits(upper)) return "limit_up";
  if (quote.ask !== null && priceUnits(quote.ask) <= priceUnits(lower)) return "limit_down";
  return null;
}
