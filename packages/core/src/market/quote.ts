import type { Ticker } from "../ids.ts";
import { type Price, priceFromUnits, priceUnits } from "../number/price.ts";
import type { UnixMs } from "../time.ts";

/** Best bid and offer of one feed at one instant. Sizes in shares; a side without interest is absent. */
export interface Quote {
  readonly symbol: Ticker;
  readonly venueAt: UnixMs;
  readonly bid: Price | null;
  readonly bidSize: number;
  readonly ask: Price | null;
  readonly askSize: number;
}

/** A quote with both sides, bid below ask: the only kind that may be a reference for an order. */
export type QuoteCondition = "regular" | "locked" | "crossed" | "one_sided";

/** Classifies a quote; only "regular" ones are used as a reference. */
export function quoteCondition(quote: Quote): QuoteCondition {
  if (quote.bid === null || quote.ask === null) return "one_sided";
  const bid = priceUnits(quote.bid);
  const ask = priceUnits(quote.ask);
  return bid < ask ? "regular" : bid === ask ? "locked" : "crossed";
}

/** Returns the midpoint of a two-sided quote, rounded down to the millionth of a dollar; null if a side is missing. */
export function midpoint(quote: Quote): Price | null {
  if (quote.bid === null || quote.ask === null) return null;
  return priceFromUnits(Math.floor((priceUnits(quote.bid) + priceUnits(quote.ask)) / 2));
}
