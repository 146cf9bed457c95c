import type { Ticker } from "../ids.ts";
import { type Price, priceUnits } from "../number/price.ts";
import type { UnixMs } from "../time.ts";
import type { MarketTrade } from "./trade.ts";

/** A public print that its market corrects or takes back after it went out. */
export interface TradeAmendment {
  readonly symbol: Ticker;
  /** When it was said; the print itself is older. */
  readonly venueAt: UnixMs;
  readonly original: AmendedPrint;
  /** What it should have been; null where it is taken back. */
  readonly corrected: CorrectedPrint | null;
}

/** A print as an amendment names it: its price in dollars a share, its size in shares. */
export interface AmendedPrint {
  readonly price: Price;
  readonly size: number;
  readonly exchange: string;
}

/** What a corrected print should have said. */
export interface CorrectedPrint extends AmendedPrint {
  readonly conditions: readonly string[];
}

/** Tells whether a trade is the print that an amendment names. Equal prints are interchangeable in a bar. */
export function isAmended(trade: MarketTrade, { original }: TradeAmendment): boolean {
  return (
    trade.size === original.size &&
    trade.exchange === original.exchange &&
    priceUnits(trade.price) === priceUnits(original.price)
  );
}

/** Returns the trade as it should have been; null where it is taken back. */
export function amendTrade(trade: MarketTrade, { corrected }: TradeAmendment): MarketTrade | null {
  return corrected === null ? null : { ...trade, ...corrected };
}
