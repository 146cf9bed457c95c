import type { Ticker } from "../ids.ts";
import type { Price } from "../number/price.ts";
import type { UnixMs } from "../time.ts";

/** One public print on the tape, not ours. Size in shares. */
export interface MarketTrade {
  readonly symbol: Ticker;
  readonly venueAt: UnixMs;
  readonly price: Price;
  readonly size: number;
  readonly exchange: string;
  readonly conditions: readonly string[];
}
