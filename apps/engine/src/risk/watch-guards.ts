import type { Ticker } from "@interlock/core/ids";
import type { Quote } from "@interlock/core/market/quote";
import { moneyUnits, ZERO_MONEY } from "@interlock/core/number/money";
import { quantityUnits } from "@interlock/core/number/quantity";
import { liveDayPnl } from "@interlock/core/portfolio/live-totals";
import {
  type Breach,
  checkDailyLoss,
  checkPriceMove,
  checkRejectBurst,
  checkSettledLoss,
  checkStopLoss,
  describeBreach,
  type HeldReading,
  type StopBreach,
} from "@interlock/core/risk/real-time";
import type { Limits } from "@interlock/core/risk/limits";
import { checkTimeStop, checkTrailingStop } from "@interlock/core/risk/stops/position-stops";
import { bestToJournal } from "@interlock/core/risk/stops/trail";
import type { Decision } from "../decision.ts";
import type { Input, InputBody } from "../input.ts";
import type { EngineRecord } from "../record.ts";
import { noteBorrowRefusals } from "./borrow-refusals.ts";
import { tripBreaker } from "./breakers/trip-breaker.ts";
import { watchStreak } from "./breakers/watch-breakers.ts";
import { fireStop } from "./stop-loss.ts";

/**
 * Risk between orders: the daily loss, each position's stops, and the circuit breaker, read whenever the market marks
 * what is held; the loss also after each fill and charge, and by the clock. What trips is latched: only a person
 * re-arms it. Breakers that need several readings are in `breakers/`.
 * Trading is then reducing, not halted, so that positions can still be closed and stop-losses still act.
 */
export function watchGuards(decision: Decision, { body }: Input): void {
  if (body.kind === "clock") return watchStanding(decision);
  if (body.kind === "latest_quotes") {
    for (const quote of body.quotes)
      if (isMarkedBy(decision, quote)) readGuards(decision, quote.symbol, false);
    return;
  }
  const symbol = markedSymbol(decision, body);
  if (symbol !== null) readGuards(decision, symbol, body.kind === "trade");
}

/**
 * Reads the daily loss after what was booked, whatever is held: the fill that makes an account flat realizes a loss,
 * and no market will mark what is gone.
 */
export function watchBooked(decision: Decision): void {
  const { limits, day, portfolio, recovered } = decision.state;
  if (limits === null || day === null || !recovered || !decision.records.some(isBooking)) return;
  const pnl = liveDayPnl(portfolio, decision.views.totals, day);
  holdOn(decision, "daily_loss", checkSettledLoss(pnl, limits.values));
  watchStreak(decision, limits.values);
}

/** A loss that nobody has contradicted for a second is the market's, also where no further quote comes to say so. */
function watchStanding(decision: Decision): void {
  const { limits, day, portfolio, recovered } = decision.state;
  const { riskWatch, totals } = decision.views;
  const open = riskWatch.loss;
  if (open === null || open.proven || limits === null || day === null || !recovered) return;
  const { symbol, mark, printed } = open;
  const reading = { symbol, mark, printed, time: decision.time };
  const breach = checkDailyLoss(
    riskWatch,
    { ...reading, day: liveDayPnl(portfolio, totals, day) },
    limits.values,
  );
  holdOn(decision, "daily_loss", breach);
}

/** What moves the day's realized result, or lets it be read for the first time. */
function isBooking({ kind }: EngineRecord): boolean {
  return kind === "fill_booked" || kind === "charge_booked" || kind === "recovered";
}

function readGuards(decision: Decision, symbol: Ticker, printed: boolean): void {
  const { limits, day, portfolio, recovered } = decision.state;
  const { riskWatch, totals } = decision.views;
  if (limits === null || day === null || !recovered) return;
  const row = totals.symbols[symbol];
  const position = portfolio.positions[symbol];
  if (row === undefined || position === undefined || row.referencePrice === null) return;
  if (quantityUnits(row.position) === 0) return;
  const reading = {
    symbol,
    mark: row.referencePrice,
    time: decision.time,
    printed,
    day: liveDayPnl(portfolio, totals, day),
    position,
  };
  holdOn(decision, "daily_loss", checkDailyLoss(riskWatch, reading, limits.values));
  // While an action waits for the venue, marks are converted ones: the loss is told by them, no order is.
  if (decision.views.waitingActions.has(symbol)) return;
  holdOn(decision, "circuit_breaker", checkPriceMove(riskWatch, reading, limits.values));
  const stop =
    watchLoss(decision, reading, limits.values) ?? watchEntry(decision, reading, limits.values);
  if (stop !== null) fireStop(decision, stop);
}

/** Nearly always the position is in profit or near it: that needs no exact arithmetic. */
function watchLoss({ views }: Decision, held: HeldReading, limits: Limits): StopBreach | null {
  const { riskWatch, totals } = views;
  const unrealized = totals.symbols[held.symbol]?.unrealized ?? ZERO_MONEY;
  const mayStop = moneyUnits(unrealized) < 0 || riskWatch.stops[held.symbol] !== undefined;
  return mayStop ? checkStopLoss(riskWatch, held, limits) : null;
}

/** The stops that go by what has been since the entry: how far the price came back, and how long it is held. */
function watchEntry(decision: Decision, held: HeldReading, limits: Limits): StopBreach | null {
  const { symbol, position } = held;
  const { riskWatch, totals } = decision.views;
  const entry = decision.state.entries[symbol];
  if (entry === undefined) return null;
  const reading = { ...held, entry };
  const trailing = checkTrailingStop(riskWatch, reading, limits);
  const trail = riskWatch.trails[symbol];
  const cost = Math.abs(moneyUnits(position.costBasis));
  const profitBps = (moneyUnits(totals.symbols[symbol]?.unrealized ?? ZERO_MONEY) * 10_000) / cost;
  const best = trail === undefined ? null : bestToJournal(trail, entry, profitBps);
  if (best !== null) decision.emit({ kind: "best_price_seen", symbol, best });
  return trailing ?? checkTimeStop(riskWatch, reading, limits);
}

/** One that was passed over, because a newer one is known, is no second reading. */
function isMarkedBy({ views }: Decision, quote: Quote): boolean {
  const market = views.markets.get(quote.symbol);
  return market?.quote === quote && market.quoteMarks;
}

/** The symbol that this input gave a new mark; null when it gave none, e.g. a quote too wide to be one. */
function markedSymbol({ views }: Decision, body: InputBody): Ticker | null {
  if (body.kind === "quote") {
    const { symbol } = body.quote;
    return views.markets.get(symbol)?.quoteMarks === true ? symbol : null;
  }
  if (body.kind !== "trade") return null;
  const market = views.markets.get(body.trade.symbol);
  const marks = market?.quoteMarks === false && market.lastTrade === body.trade;
  return marks ? body.trade.symbol : null;
}

/** Counts what the venue rejected at this input: a burst of it means that something is wrong with what we send. */
export function watchRejects(decision: Decision): void {
  const { limits } = decision.state;
  noteBorrowRefusals(decision);
  if (limits === null) return;
  for (const record of decision.records) {
    if (isRejection(record)) {
      holdOn(
        decision,
        "circuit_breaker",
        checkRejectBurst(decision.state.breakers.samples, decision.time, limits.values),
      );
    }
  }
}

function isRejection(record: EngineRecord): boolean {
  return record.kind === "order_advanced" && record.event.kind === "rejected";
}

/** Latches a hold for a breach, once. */
function holdOn(
  decision: Decision,
  breaker: "daily_loss" | "circuit_breaker",
  breach: Breach | null,
): void {
  if (breach === null || decision.isHeldBy(breaker)) return;
  const symbol = breach.kind === "price_move" ? breach.symbol : null;
  tripBreaker(decision, breaker, { reason: describeBreach(breach), symbol });
}
