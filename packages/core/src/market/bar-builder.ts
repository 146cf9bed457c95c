import type { Ticker } from "../ids.ts";
import { maxPrice, minPrice, type Price } from "../number/price.ts";
import { MINUTE_MS, type UnixMs } from "../time.ts";
import type { Bar } from "./bar.ts";
import type { MarketTrade } from "./trade.ts";
import { countsForPrice, countsForVolume } from "./trade-condition.ts";

/**
 * One-minute bars from trades, one symbol at a time. Plain data that one owner updates in place: a trade costs no
 * allocation.
 *
 * 1. A bar is closed once: by the clock when its minute has passed, or by the first trade of a later minute.
 * 2. A trade of a closed minute is counted in `lateTrades` and dropped. What was said is not said again: a minute that
 *    turns out otherwise is a revision, which no strategy sees.
 * 3. A minute without a trade that counts for prices has no bar; nothing is filled in.
 * 4. A minute that had begun when watching (re)started makes an incomplete bar.
 */
export interface BarBuilder {
  readonly symbol: Ticker;
  /** First minute that is watched from its beginning. */
  completeFrom: UnixMs;
  /** Trades before this instant are late: their minute is closed. */
  closedUntil: UnixMs;
  open: OpenBar | null;
  /** Volume of the open minute, kept apart because prints without a market price add to it too. */
  volume: number;
  tradeCount: number;
  lateTrades: number;
}

/** Prices of the minute that is still running. */
export interface OpenBar {
  readonly startAt: UnixMs;
  readonly open: Price;
  high: Price;
  low: Price;
  close: Price;
}

/** Returns a builder that begins to watch at `startedAt`. */
export function createBarBuilder(symbol: Ticker, startedAt: UnixMs): BarBuilder {
  return {
    symbol,
    completeFrom: nextMinute(startedAt),
    closedUntil: minuteOf(startedAt),
    open: null,
    volume: 0,
    tradeCount: 0,
    lateTrades: 0,
  };
}

/** Notes that trades may have been missed until `time`, e.g. by a reconnect: the running bar is incomplete. */
export function markGap(builder: BarBuilder, time: UnixMs): void {
  builder.completeFrom = Math.max(builder.completeFrom, nextMinute(time));
}

/**
 * Takes a trade; `setsPrice` says whether it may move the bar's prices. Returns the bar that it closes by being of a
 * later minute, or null.
 */
export function addTrade(
  builder: BarBuilder,
  trade: MarketTrade,
  setsPrice = countsForPrice(trade.conditions),
): Bar | null {
  if (trade.venueAt < builder.closedUntil) {
    builder.lateTrades++;
    return null;
  }
  const closed = closeBefore(builder, trade.venueAt);
  include(builder, trade, setsPrice);
  return closed;
}

function include(builder: BarBuilder, trade: MarketTrade, setsPrice: boolean): void {
  if (countsForVolume(trade.conditions)) {
    builder.volume += trade.size;
    builder.tradeCount++;
  }
  if (setsPrice) extend(builder, trade);
}

/** A trade with whether it may move prices. */
export type WeighedTrade = readonly [trade: MarketTrade, setsPrice: boolean];

/** Makes the running minute anew out of all its trades, e.g. after one of them was corrected. */
export function rebuildRunning(builder: BarBuilder, trades: readonly WeighedTrade[]): void {
  builder.open = null;
  builder.volume = 0;
  builder.tradeCount = 0;
  for (const [trade, setsPrice] of trades) include(builder, trade, setsPrice);
}

/** Returns the bar that all trades of a minute make; null when none of them sets a price. */
export function barOfTrades(trades: readonly WeighedTrade[]): Bar | null {
  const [first] = trades;
  if (first === undefined) return null;
  const [{ symbol, venueAt }] = first;
  const builder = createBarBuilder(symbol, minuteOf(venueAt) - MINUTE_MS);
  for (const [trade, setsPrice] of trades) include(builder, trade, setsPrice);
  return builder.open === null ? null : finish(builder, builder.open);
}

/** Tells the builder the time. Returns the bar whose minute has passed, or null. */
export function advanceTime(builder: BarBuilder, time: UnixMs): Bar | null {
  return time < builder.closedUntil ? null : closeBefore(builder, time);
}

function extend(builder: BarBuilder, trade: MarketTrade): void {
  const { price } = trade;
  const bar = builder.open;
  if (bar === null) {
    const startAt = minuteOf(trade.venueAt);
    builder.open = { startAt, open: price, high: price, low: price, close: price };
    return;
  }
  bar.high = maxPrice(bar.high, price);
  bar.low = minPrice(bar.low, price);
  bar.close = price;
}

/** Closes the running minute when `time` is in a later one. */
function closeBefore(builder: BarBuilder, time: UnixMs): Bar | null {
  const minute = minuteOf(time);
  if (minute <= builder.closedUntil) return null;
  builder.closedUntil = minute;
  const closed = builder.open === null ? null : finish(builder, builder.open);
  builder.open = null;
  builder.volume = 0;
  builder.tradeCount = 0;
  return closed;
}

function finish(builder: BarBuilder, bar: OpenBar): Bar {
  return {
    symbol: builder.symbol,
    startAt: bar.startAt,
    open: bar.open,
    high: bar.high,
    low: bar.low,
    close: bar.close,
    volume: builder.volume,
    tradeCount: builder.tradeCount,
    complete: bar.startAt >= builder.completeFrom,
  };
}

/** Returns the instant at which the minute of `time` began. */
export function minuteOf(time: UnixMs): UnixMs {
  return time - (time % MINUTE_MS);
}

function nextMinute(time: UnixMs): UnixMs {
  return minuteOf(time) + MINUTE_MS;
}
