import type { Bar } from "@interlock/core/market/bar";
import type { Quote } from "@interlock/core/market/quote";
import type { MarketTrade } from "@interlock/core/market/trade";

/** What a market-data stream hands on, in the order in which the venue sent it. */
export type MarketDataEvent =
  | { readonly kind: "quote"; readonly quote: Quote }
  | { readonly kind: "trade"; readonly trade: MarketTrade }
  | { readonly kind: "bar"; readonly bar: Bar };

/** Why a message was not handed on. The last good one stays in force, with its age. */
export type RefusalReason =
  | "bad_symbol"
  | "unrequested_symbol"
  | "bad_price"
  | "bad_size"
  | "bad_time"
  | "bad_bar";
