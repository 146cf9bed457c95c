import type { MarketCondition } from "../market/market-condition.ts";
import type { PriceBands } from "../market/price-bands.ts";
import type { TradingHalt } from "../market/trading-status.ts";
import type { Price } from "../number/price.ts";
import type { UnixMs } from "../time.ts";

/** The state of a symbol's market beside its quote, as risk looks at it. */
export interface MarketGuard {
  /** A halt of the symbol or of the whole market; null when none is known. */
  readonly halt: TradingHalt | null;
  readonly condition: MarketCondition;
  /** Price bands in force now; null when there are none. */
  readonly bands: PriceBands | null;
  /** The last print that counts for prices: a reference where the quote has only one side. */
  readonly lastTrade: { readonly price: Price; readonly venueAt: UnixMs } | null;
}

/** A market of which nothing is known against trading. */
export const OPEN_MARKET: MarketGuard = Object.freeze({
  halt: null,
  condition: "open",
  bands: null,
  lastTrade: null,
});
