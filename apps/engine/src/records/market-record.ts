import type { Bar } from "@interlock/core/market/bar";
import type { TradeAmendment } from "@interlock/core/market/trade-amendment";
import type { TradingHalt } from "@interlock/core/market/trading-status";
import type { Ticker } from "@interlock/core/ids";
import type { UnixMs } from "@interlock/core/time";

/** What a market said besides its prices, as it is journaled. */
export type MarketRecord =
  | {
      /** A print was corrected or taken back by its market; `consequence` says what became of its bar. */
      readonly kind: "trade_amended";
      readonly amendment: TradeAmendment;
      readonly consequence: string;
    }
  | {
      /** A bar is otherwise than it was told; strategies saw the one before, if there was one. */
      readonly kind: "bar_revised";
      readonly bar: Bar;
      readonly before: Bar | null;
      readonly cause: string;
    }
  /** No market data came in these minutes: there are no bars of them, and nothing is put in their place. */
  | {
      readonly kind: "bars_missing";
      readonly from: UnixMs;
      readonly to: UnixMs;
      readonly reason: string;
    }
  | { readonly kind: "trading_halted"; readonly halt: TradingHalt }
  /** A halt of a symbol, or of the whole market where it is null, is over. */
  | { readonly kind: "halt_ended"; readonly symbol: Ticker | null; readonly how: string };
