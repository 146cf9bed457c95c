import type { Price } from "../number/price.ts";
import type { UnixMs } from "../time.ts";

/** What an order was measured against: of which feed, quote or trade, and how old it was. */
export interface PriceReference {
  readonly feed: string;
  readonly kind: "quote" | "trade";
  /** The midpoint of the quote, or the price of the trade, in dollars a share. */
  readonly price: Price;
  readonly venueAt: UnixMs;
}
