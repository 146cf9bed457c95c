import { priceInBooks } from "@interlock/core/corporate/corporate-hold";
import type { Ticker } from "@interlock/core/ids";
import type { Bar } from "@interlock/core/market/bar";
import { addTrade, advanceTime, markGap, minuteOf } from "@interlock/core/market/bar-builder";
import { lastMarketDay, sessionAt } from "@interlock/core/market/calendar";
import { takeReading } from "@interlock/core/market/price-jump";
import {
  isMark,
  type Quote,
  midpoint,
  type QuoteCondition,
  quoteCondition,
} from "@interlock/core/market/quote";
import { countsForPrice } from "@interlock/core/market/trade-condition";
import type { MarketTrade } from "@interlock/core/market/trade";
import type { Price } from "@interlock/core/number/price";
import { updateMark } from "@interlock/core/portfolio/live-totals";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import { compareWithVenue } from "./compare-feeds.ts";
import { amendTrade, reviseBar } from "./revise-bars.ts";
import type { SymbolMarket } from "./symbol-market.ts";
import { tellQuoteTroubles, tellTrouble } from "./tell-troubles.ts";
import { proveTrading, watchTrading } from "./watch-trading.ts";

/**
 * Stage 1: a market event enters the view of its symbol; minutes that have passed close their bars.
 *
 * 1. A locked, crossed, one-sided or wide quote is shown but is no mark.
 * 2. A position is marked at the midpoint of the latest quote; while that one is no mark, or there is none, at trades.
 * 3. The venue's latest quotes, asked for, enter like a quote of the stream, with their own time. One that is not newer
 *    than what is known is passed over: time never goes back. One of an earlier day is shown as old as it is, and is no
 *    mark of today.
 * 4. A bar is journaled when it closes: indicators can be rebuilt from the journal alone.
 * 5. A price that jumped away from all before it is no mark, moves no bar and is no reference, until a second reading
 *    shows it.
 */
export function observeMarket(decision: Decision, input: Input): readonly Bar[] {
  const { body } = input;
  watchTrading(decision, input);
  switch (body.kind) {
    case "quote":
      observeQuote(decision, body.quote);
      return NO_BARS;
    case "latest_quotes":
      for (const quote of body.quotes) observeLatest(decision, quote);
      return NO_BARS;
    case "trade":
      return observeTrade(decision, body.trade);
    case "venue_snapshot":
      compareWithVenue(decision, body.snapshot.positions);
      return NO_BARS;
    case "bars_backfilled":
      return takeBackfill(decision, body.bars);
    case "trade_amended":
      if (amendTrade(decision, body.amendment)) markAnew(decision, body.amendment.symbol);
      return NO_BARS;
    case "bar_revised":
      reviseBar(decision, body.bar, "the venue made it anew");
      return NO_BARS;
    case "connection":
      if (body.channel === "market_data") noteAbsence(decision, body);
      return NO_BARS;
    case "stream_gap":
      if (body.channel === "market_data") noteGap(decision);
      return NO_BARS;
    case "clock":
      return closePassedMinutes(decision);
    default:
      return NO_BARS;
  }
}

const NO_BARS: readonly Bar[] = [];

function observeQuote(decision: Decision, quote: Quote): void {
  const market = decision.views.markets.get(quote.symbol);
  if (market === undefined) return;
  takeQuote(decision, market, quote);
}

function observeLatest(decision: Decision, quote: Quote): void {
  const market = decision.views.markets.get(quote.symbol);
  if (market === undefined) return;
  if (market.quote !== null && quote.venueAt <= market.quote.venueAt) return;
  const ofToday = quote.venueAt >= lastMarketDay(decision.time).preOpenAt;
  if (ofToday) return takeQuote(decision, market, quote);
  market.quote = quote;
  market.quoteMarks = false;
}

const BROKEN: readonly QuoteCondition[] = ["crossed", "locked"];

function takeQuote(decision: Decision, market: SymbolMarket, quote: Quote): void {
  const condition = quoteCondition(quote);
  const isBroken = BROKEN.includes(condition);
  market.quote = quote;
  market.brokenSince = isBroken ? (market.brokenSince ?? decision.time) : null;
  market.quoteDoubted = condition === "regular" && isDoubted(decision, market, quote);
  const isGood = condition === "regular" && !market.quoteDoubted;
  if (isGood) endAwaiting(market, quote);
  if (isBroken || market.bands !== null) tellQuoteTroubles(decision, market);
  market.quoteMarks = isGood && isMark(quote, decision.state.settings?.markSpreadMaxBps ?? 0);
  if (market.quoteMarks) markAt(decision, quote);
}

function isDoubted(decision: Decision, market: SymbolMarket, quote: Quote): boolean {
  const price = midpoint(quote);
  if (price === null) return true;
  if (takeReading(market.jump, { price, time: decision.time, printed: false })) return false;
  tellTrouble(decision, market, "price_jump");
  return true;
}

/** A quote made since a halt ended is what new risk was waiting for. */
function endAwaiting(market: SymbolMarket, quote: Quote): void {
  const since = market.quoteAwaitedSince;
  if (since !== null && quote.venueAt >= since) market.quoteAwaitedSince = null;
}

function markAt(decision: Decision, quote: Quote): void {
  const mark = midpoint(quote);
  if (mark !== null) markSymbol(decision, quote.symbol, mark);
}

/** While a split or the like waits for the venue the books hold the old shares: today's price is converted for them. */
function markSymbol({ views }: Decision, symbol: Ticker, price: Price): void {
  const { waitingActions, totals } = views;
  if (waitingActions.size === 0) return updateMark(totals, symbol, price);
  const mark = priceInBooks(waitingActions.get(symbol), price);
  if (mark !== null) updateMark(totals, symbol, mark);
}

function observeTrade(decision: Decision, trade: MarketTrade): readonly Bar[] {
  const market = decision.views.markets.get(trade.symbol);
  if (market === undefined) return NO_BARS;
  const counts = countsForPrice(trade.conditions);
  if (counts && market.statusDoubtedSince !== null) proveTrading(decision, market, trade);
  const setsPrice = counts && isBelieved(decision, market, trade);
  if (setsPrice) {
    market.lastTrade = trade;
    if (!market.quoteMarks) markSymbol(decision, trade.symbol, trade.price);
  }
  market.recentTrades.keep(trade, setsPrice);
  const closed = addTrade(market.bars, trade, setsPrice);
  return closed === null ? NO_BARS : record(decision, [closed], "trades");
}

function isBelieved(decision: Decision, market: SymbolMarket, { price }: MarketTrade): boolean {
  const reading = { price, time: decision.time, printed: true };
  if (takeReading(market.jump, reading)) return true;
  tellTrouble(decision, market, "price_jump");
  return false;
}

/** The last trade is another one now: where trades mark the symbol, so is its mark. */
function markAnew(decision: Decision, symbol: Ticker): void {
  const market = decision.views.markets.get(symbol);
  if (market === undefined || market.quoteMarks || market.lastTrade === null) return;
  markSymbol(decision, symbol, market.lastTrade.price);
}

/** Time alone closes a bar too: a symbol that has gone quiet still ends its minute. */
function closePassedMinutes(decision: Decision): readonly Bar[] {
  let closed: Bar[] | null = null;
  for (const market of decision.views.markets.values()) {
    if (market.brokenSince !== null) tellQuoteTroubles(decision, market);
    const bar = advanceTime(market.bars, decision.time);
    if (bar !== null) closed = [...(closed ?? []), bar];
  }
  return closed === null ? NO_BARS : record(decision, closed, "trades");
}

/**
 * Bars from the venue's history warm strategies up; those that we have already, and those from before a split or the
 * like, are passed over.
 */
function takeBackfill(decision: Decision, bars: readonly Bar[]): readonly Bar[] {
  const fresh = bars.filter((bar) => {
    const last = decision.state.bars[bar.symbol]?.at(-1);
    return (
      decision.views.markets.has(bar.symbol) &&
      bar.startAt >= (decision.state.corporate.scaleSince[bar.symbol] ?? 0) &&
      (last === undefined || bar.startAt > last.startAt)
    );
  });
  return record(decision, fresh, "backfill");
}

function record(
  decision: Decision,
  bars: readonly Bar[],
  source: "trades" | "backfill",
): readonly Bar[] {
  for (const bar of bars) decision.emit({ kind: "bar_closed", bar, source });
  return bars;
}

/** Minutes that no stream brought are named: nothing is filled in for them, and strategies see none. */
function noteAbsence(decision: Decision, { up, reason }: { up: boolean; reason: string }): void {
  noteGap(decision);
  let awaySince: UnixMs | null = null;
  for (const market of decision.views.markets.values()) {
    awaySince = up ? market.awaySince : null;
    market.awaySince = up ? null : (market.awaySince ?? decision.time);
  }
  if (awaySince === null) return;
  const from = minuteOf(awaySince);
  const to = minuteOf(decision.time);
  if (to > from && sessionAt(decision.time) !== "closed")
    decision.emit({ kind: "bars_missing", from, to, reason });
}

function noteGap(decision: Decision): void {
  for (const market of decision.views.markets.values()) markGap(market.bars, decision.time);
}
