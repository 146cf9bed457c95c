import type { Ticker } from "@interlock/core/ids";
import { type BarBuilder, createBarBuilder } from "@interlock/core/market/bar-builder";
import type { PriceBands } from "@interlock/core/market/price-bands";
import { createPriceJump, type PriceJump } from "@interlock/core/market/price-jump";
import type { Quote } from "@interlock/core/market/quote";
import type { MarketTrade } from "@interlock/core/market/trade";
import type { UnixMs } from "@interlock/core/time";
import { RecentTrades } from "./recent-trades.ts";

/** What the market of one symbol shows now. One owner updates it in place. */
export interface SymbolMarket {
  readonly symbol: Ticker;
  /** The latest quote, whatever its condition. */
  quote: Quote | null;
  /** Whether the latest quote values positions; while it does not, trades do. */
  quoteMarks: boolean;
  lastTrade: MarketTrade | null;
  readonly bars: BarBuilder;
  readonly recentTrades: RecentTrades;
  /** Keeps single bad prices out. */
  readonly jump: PriceJump;
  /** The latest quote jumped, and nothing proves it yet. */
  quoteDoubted: boolean;
  /** Since when the quote has been crossed or locked; null while it is not. */
  brokenSince: UnixMs | null;
  bands: PriceBands | null;
  /** The venue's time of the latest trading status; 0 before the first. */
  statusAt: UnixMs;
  /** Since when it is not known whether the symbol trades; null while it is. */
  statusDoubtedSince: UnixMs | null;
  /** When a halt ended after which no regular quote has come; null while nothing is awaited. */
  quoteAwaitedSince: UnixMs | null;
  /** Since when the market data are away; null while they come. */
  awaySince: UnixMs | null;
  /** When people were last told of each kind of trouble, so that it is not said again at every quote. */
  readonly toldAt: Map<MarketTrouble, UnixMs>;
}

/** What people are told of a symbol's market besides halts. */
export type MarketTrouble = "broken_quote" | "limit_state" | "price_jump" | "price_mismatch";

/** Returns the market of a symbol that is watched from `startedAt` on. Whether it trades is not known yet. */
export function openSymbolMarket(symbol: Ticker, startedAt: UnixMs): SymbolMarket {
  return {
    symbol,
    quote: null,
    quoteMarks: false,
    lastTrade: null,
    bars: createBarBuilder(symbol, startedAt),
    recentTrades: new RecentTrades(),
    jump: createPriceJump(),
    quoteDoubted: false,
    brokenSince: null,
    bands: null,
    statusAt: 0,
    statusDoubtedSince: startedAt,
    quoteAwaitedSince: null,
    awaySince: null,
    toldAt: new Map(),
  };
}
