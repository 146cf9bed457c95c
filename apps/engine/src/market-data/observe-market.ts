import { priceInBooks } from "@interlock/core/corporate/corporate-hold";
import type { Ticker } from "@interlock/core/ids";
import type { Bar } from "@interlock/core/market/bar";
import { addTrade, advanceTime, markGap } from "@interlock/core/market/bar-builder";
import { lastMarketDay } from "@interlock/core/market/calendar";
import { isMark, type Quote, midpoint } from "@interlock/core/market/quote";
import { countsForPrice } from "@interlock/core/market/trade-condition";
import type { MarketTrade } from "@interlock/core/market/trade";
import type { Price } from "@interlock/core/number/price";
import { updateMark } from "@interlock/core/portfolio/live-totals";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";

/**
 * Stage 1: a market event enters the view of its symbol; minutes that have passed close their bars.
 *
 * 1. A locked, crossed, one-sided or wide quote is shown but is no mark.
 * 2. A position is marked at the midpoint of the latest quote; while that one is no mark, or there is none, at trades.
 * 3. The venue's latest quotes, asked for, enter like a quote of the stream, with their own time. One that is not newer
 *    than what is known is passed over: time never goes back. One of an earlier day is shown as old as it is, and is no
 *    mark of today.
 * 4. A bar is journaled when it closes: indicators can be rebuilt from the journal alone.
 */
export function observeMarket(decision: Decision, input: Input): readonly Bar[] {
  const { body } = input;
  switch (body.kind) {
    case "quote":
      observeQuote(decision, body.quote);
      return NO_BARS;
    case "latest_quotes":
      for (const quote of body.quotes) observeLatest(decision, quote);
      return NO_BARS;
    case "trade":
      return observeTrade(decision, body.trade);
    case "bars_backfilled":
      return takeBackfill(decision, body.bars);
    case "connection":
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
  market.quote = quote;
  market.quoteMarks = isMark(quote, decision.state.settings?.markSpreadMaxBps ?? 0);
  if (market.quoteMarks) markAt(decision, quote);
}

function observeLatest(decision: Decision, quote: Quote): void {
  const market = decision.views.markets.get(quote.symbol);
  if (market === undefined) return;
  if (market.quote !== null && quote.venueAt <= market.quote.venueAt) return;
  market.quote = quote;
  const ofToday = quote.venueAt >= lastMarketDay(decision.time).preOpenAt;
  market.quoteMarks = ofToday && isMark(quote, decision.state.settings?.markSpreadMaxBps ?? 0);
  if (market.quoteMarks) markAt(decision, quote);
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
  if (countsForPrice(trade.conditions)) {
    market.lastTrade = trade;
    if (!market.quoteMarks) markSymbol(decision, trade.symbol, trade.price);
  }
  const closed = addTrade(market.bars, trade);
  return closed === null ? NO_BARS : record(decision, [closed], "trades");
}

/** Time alone closes a bar too: a symbol that has gone quiet still ends its minute. */
function closePassedMinutes(decision: Decision): readonly Bar[] {
  let closed: Bar[] | null = null;
  for (const market of decision.views.markets.values()) {
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

function noteGap(decision: Decision): void {
  for (const market of decision.views.markets.values()) markGap(market.bars, decision.time);
}
