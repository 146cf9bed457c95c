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

/**
 * Tells whether a quote may value positions: both sides, bid below ask, and no more than `spreadMaxBps` hundredths of
 * a percent of the midpoint between them. The midpoint of a wide quote is nobody's price; the trades are.
 */
export function isMark(quote: Quote, spreadMaxBps: number): boolean {
  if (quote.bid === null || quote.ask === null) return false;
  const bid = priceUnits(quote.bid);
  const ask = priceUnits(quote.ask);
  return bid < ask && (ask - bid) * 20_000 <= (ask + bid) * spreadMaxBps;
}

/** Returns the midpoint of a two-sided quote, rounded down to the millionth of a dollar; null if a side is missing. */
export function midpoint(quote: Quote): Price | null {
  if (quote.bid === null || quote.ask === null) return null;
  return priceFromUnits(Math.floor((priceUnits(quote.bid) + priceUnits(quote.ask)) / 2));
}

/** Returns the midpoint of a regular quote; null of any other. */
export function regularMid(quote: Quote): Price | null {
  return quoteCondition(quote) === "regular" ? midpoint(quote) : null;
}
