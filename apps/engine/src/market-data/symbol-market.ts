import type { Ticker } from "@interlock/core/ids";
import { type BarBuilder, createBarBuilder } from "@interlock/core/market/bar-builder";
import type { Quote } from "@interlock/core/market/quote";
import type { MarketTrade } from "@interlock/core/market/trade";
import type { UnixMs } from "@interlock/core/time";

/** What the market of one symbol shows now. One owner updates it in place. */
export interface SymbolMarket {
  readonly symbol: Ticker;
  /** The latest quote, whatever its condition. */
  quote: Quote | null;
  /** Whether the latest quote values positions; while it does not, trades do. */
  quoteMarks: boolean;
  lastTrade: MarketTrade | null;
  readonly bars: BarBuilder;
}

/** Returns the market of a symbol that is watched from `startedAt` on. */
export function openSymbolMarket(symbol: Ticker, startedAt: UnixMs): SymbolMarket {
  return {
    symbol,
    quote: null,
    quoteMarks: false,
    lastTrade: null,
    bars: createBarBuilder(symbol, startedAt),
  };
}
