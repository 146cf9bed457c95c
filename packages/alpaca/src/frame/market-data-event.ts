import type { Bar } from "@interlock/core/market/bar";
import type { PriceBands } from "@interlock/core/market/price-bands";
import type { Quote } from "@interlock/core/market/quote";
import type { MarketTrade } from "@interlock/core/market/trade";
import type { TradeAmendment } from "@interlock/core/market/trade-amendment";
import type { TradingStatus } from "@interlock/core/market/trading-status";

/** What a market tells besides quotes, trades and bars: rare, and never to be passed over. */
export type MarketNotice =
  | { readonly kind: "trading_status"; readonly status: TradingStatus }
  | { readonly kind: "price_bands"; readonly bands: PriceBands }
  | { readonly kind: "trade_amended"; readonly amendment: TradeAmendment }
  /** A bar that was told before, made anew after a late or changed trade. */
  | { readonly kind: "bar_revised"; readonly bar: Bar };

/** What a market-data stream hands on, in the order in which the venue sent it. */
export type MarketDataEvent =
  | MarketNotice
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
  | "bad_bar"
  | "bad_status"
  | "bad_bands"
  | "bad_amendment";
