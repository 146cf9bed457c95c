import { emptyRecord } from "../record-of-names.ts";
import { assert } from "../assert.ts";
import type { Ticker } from "../ids.ts";
import {
  formatDollars,
  type Money,
  moneyUnits,
  negateMoney,
  subtractMoney,
} from "../number/money.ts";
import { formatPrice, type Price, priceFromUnits, priceUnits } from "../number/price.ts";
import { absoluteQuantity, formatQuantity, type Quantity } from "../number/quantity.ts";
import type { Side } from "../order/side.ts";
import { type Pnl, unrealizedPnl } from "../position/pnl.ts";
import { averageEntryPrice, type Position } from "../position/position.ts";
import type { UnixMs } from "../time.ts";
import { noReadings, type Readings } from "./breakers/confirmed-level.ts";
import { type OrderSamples, rejectionsWithin } from "./breakers/order-samples.ts";
import { createPriceWindow, type PriceWindow, readMove } from "./breakers/price-window.ts";
import type { Limits } from "./limits.ts";
import { describeStopCause, entrySide, type StopCause } from "./stopped-out.ts";
import type { Trail } from "./stops/trail.ts";

/**
 * Risk between orders: what to do when the market moves against what is held. Each function takes one reading and says
 * what it breaks, or null. They do not act: holding trading and closing positions is the caller's part, and latching is
 * `imposeHold`'s.
 *
 * A reading that depends on a mark trips only together with another that proves it: one bad price must not stop a day,
 * nor the same one said twice. See `MarkReading`.
 */

/** A limit that the market or the venue broke, with its numbers. Plain data. */
export type Breach =
  | { readonly kind: "daily_loss"; readonly loss: Money; readonly limit: Money }
  | {
      readonly kind: "stop_loss";
      readonly symbol: Ticker;
      /** The order that closes the position. */
      readonly side: Side;
      readonly quantity: Quantity;
      readonly averageEntry: Price;
      readonly mark: Price;
      readonly lossBps: number;
      readonly limitBps: number;
      /** What else than the loss closes it; absent for the loss. */
      readonly cause?: StopCause;
    }
  | {
      readonly kind: "reject_burst";
      readonly rejects: number;
      readonly limit: number;
      readonly windowMs: number;
    }
  | {
      readonly kind: "price_move";
      readonly symbol: Ticker;
      readonly from: Price;
      readonly to: Price;
      readonly moveBps: number;
      readonly limitBps: number;
      readonly windowMs: number;
    };

/** A position that has lost too much, with the order that closes it. */
export type StopBreach = Extract<Breach, { readonly kind: "stop_loss" }>;

/** One reading of a symbol's mark, in dollars a share. `printed` says that a trade made it, not a quote. */
export interface MarkReading {
  readonly symbol: Ticker;
  readonly mark: Price;
  readonly time: UnixMs;
  readonly printed: boolean;
}

/** A reading beyond a limit: at first a suspicion, proven by a second one. */
export interface Suspicion extends MarkReading {
  proven: boolean;
}

/**
 * What the readings so far have shown. Plain data that one owner updates in place. It is not durable: a start has seen
 * nothing, and two readings prove a loss anew. What tripped is durable, as a hold or a stop-loss under way.
 */
export interface RiskWatch {
  /** The first of the readings beyond the daily loss; null while there is none. */
  loss: Suspicion | null;
  /** The first of the readings beyond the stop-loss, by symbol. */
  readonly stops: Record<Ticker, Suspicion>;
  /** The same for the trailing and the time stop. */
  readonly trailing: Record<Ticker, Suspicion>;
  readonly timed: Record<Ticker, Suspicion>;
  /** Best prices since the entry, by symbol. */
  readonly trails: Record<Ticker, Trail>;
  /** Since when shares of a symbol have been seen without a stop. */
  readonly uncoveredSince: Record<Ticker, UnixMs>;
  /** Equity and the day's loss in millionths of a dollar, as the drawdown and the warnings read them. */
  readonly equity: Readings;
  readonly dayLoss: Readings;
  readonly prices: Record<Ticker, PriceWindow>;
}

/** A position with the reading of its mark. */
export interface HeldReading extends MarkReading {
  readonly position: Position;
}

/** The day's P&L with the reading that made it. */
export interface DayReading extends MarkReading {
  readonly day: Pnl;
}

/** A price that has stood for this long, unchallenged, is the market's: bad quotes are replaced within moments. */
export const STANDING_MS = 1_000;

/**
 * Tells whether a second reading beyond a limit proves the first: another price at another time, a trade where the
 * first was a quote, or the same again after `STANDING_MS`. A repeated quote, e.g. with another size, proves nothing.
 */
function proves(second: MarkReading, first: MarkReading): boolean {
  if (second.time - first.time >= STANDING_MS) return true;
  if (second.symbol !== first.symbol) return false;
  if (second.printed && !first.printed) return true;
  return second.time > first.time && second.mark !== first.mark;
}

/** Takes a reading beyond a limit: it opens a suspicion, or may prove the one that is open. */
export function suspect(open: Suspicion | null | undefined, reading: MarkReading): Suspicion {
  if (open === null || open === undefined) {
    const { symbol, mark, time, printed } = reading;
    return { symbol, mark, time, printed, proven: false };
  }
  open.proven ||= proves(reading, open);
  return open;
}

/** Returns a watch that has seen nothing. */
export function createRiskWatch(): RiskWatch {
  return {
    loss: null,
    stops: emptyRecord(),
    trailing: emptyRecord(),
    timed: emptyRecord(),
    trails: emptyRecord(),
    uncoveredSince: emptyRecord(),
    equity: noReadings(),
    dayLoss: noReadings(),
    prices: emptyRecord(),
  };
}

/** Forgets what was read of a symbol whose shares are others now, e.g. after a split. */
export function forgetSymbol(watch: RiskWatch, symbol: Ticker): void {
  for (const book of [watch.stops, watch.trailing, watch.timed]) delete book[symbol];
  delete watch.trails[symbol];
  delete watch.prices[symbol];
}

/** Takes a reading of the day's P&L. What is realized needs no second reading: no print can undo it. */
export function checkDailyLoss(
  watch: RiskWatch,
  reading: DayReading,
  limits: Limits,
): Breach | null {
  const { day } = reading;
  const limit = moneyUnits(limits.maxDailyLoss);
  const loss = negateMoney(day.net);
  watch.loss = moneyUnits(loss) >= limit ? suspect(watch.loss, reading) : null;
  if (watch.loss?.proven === true) return { kind: "daily_loss", loss, limit: limits.maxDailyLoss };
  return checkSettledLoss(day, limits);
}

/** Tells whether what fills and fees made of the day is beyond its limit, and the whole day too: no mark is needed. */
export function checkSettledLoss(day: Pnl, limits: Limits): Breach | null {
  const limit = moneyUnits(limits.maxDailyLoss);
  const loss = negateMoney(day.net);
  const settled = subtractMoney(day.fees, day.realized);
  const beyond = moneyUnits(loss) >= limit && moneyUnits(settled) >= limit;
  return beyond ? { kind: "daily_loss", loss, limit: limits.maxDailyLoss } : null;
}

/** Takes a reading of a position's mark: trips when it has lost `stopLossBps` of what it cost. */
export function checkStopLoss(
  watch: RiskWatch,
  reading: HeldReading,
  limits: Limits,
): StopBreach | null {
  const { position, mark } = reading;
  const lossBps = lossOf(position, mark);
  const before = watch.stops[position.symbol];
  if (lossBps < limits.stopLossBps) {
    delete watch.stops[position.symbol];
    return null;
  }
  const now = suspect(before, reading);
  watch.stops[position.symbol] = now;
  return now.proven ? stopBreach(reading, lossBps, limits) : null;
}

/** Returns what a position has lost at a mark, in hundredths of a percent of its cost; below zero is a profit. */
export function lossOf(position: Position, mark: Price): number {
  const cost = Math.abs(moneyUnits(position.costBasis));
  // Taken from zero, not negated: at the entry's own price it is zero, and never a zero below zero.
  const lost = 0 - moneyUnits(unrealizedPnl(position, mark));
  return cost === 0 ? 0 : (lost * 10_000) / cost;
}

/** Describes the order that closes a position. */
export function stopBreach(
  { position, mark }: HeldReading,
  lossBps: number,
  limits: Limits,
): StopBreach {
  const averageEntry = averageEntryPrice(position);
  assert(averageEntry !== null, `${position.symbol} lost on nothing`);
  return {
    kind: "stop_loss",
    symbol: position.symbol,
    side: entrySide(position) === "buy" ? "sell" : "buy",
    quantity: absoluteQuantity(position.quantity),
    averageEntry,
    mark,
    lossBps,
    limitBps: limits.stopLossBps,
  };
}

/** Looks at the venue's rejections after another one: trips when the window holds as many as the limit. */
export function checkRejectBurst(
  samples: OrderSamples,
  time: UnixMs,
  limits: Limits,
): Breach | null {
  const windowMs = limits.breakerRejectsWindowMs;
  const rejects = rejectionsWithin(samples, time, windowMs);
  if (rejects < limits.breakerRejectsMax) return null;
  return { kind: "reject_burst", rejects, limit: limits.breakerRejectsMax, windowMs };
}

/** Takes a reading of a symbol's mark: trips when two readings agree on a move of the limit within the window. */
export function checkPriceMove(watch: RiskWatch, seen: MarkReading, limits: Limits): Breach | null {
  const windowMs = limits.breakerPriceMoveWindowMs;
  let window = watch.prices[seen.symbol];
  if (window === undefined) {
    window = createPriceWindow();
    watch.prices[seen.symbol] = window;
  }
  if (isRepetition(window, seen)) return null;
  window.lastAt = seen.time;
  const move = readMove(window, seen.mark, { time: seen.time, windowMs });
  if (move === null || move.moveBps < limits.breakerPriceMoveBps) return null;
  return {
    kind: "price_move",
    symbol: seen.symbol,
    from: priceFromUnits(move.fromUnits),
    to: priceFromUnits(move.toUnits),
    moveBps: move.moveBps,
    limitBps: limits.breakerPriceMoveBps,
    windowMs,
  };
}

/** The same price again, or another in the same instant, is no second reading of the market. */
function isRepetition({ last, lastAt }: PriceWindow, { mark, time }: MarkReading): boolean {
  return time <= lastAt || (priceUnits(mark) === last && time - lastAt < STANDING_MS);
}

/** Says in one sentence what was broken, with the value and the limit. */
export function describeBreach(breach: Breach): string {
  switch (breach.kind) {
    case "daily_loss":
      return `The day's loss is ${formatDollars(breach.loss)}; the limit is ${formatDollars(breach.limit)}.`;
    case "stop_loss": {
      const held = `${formatQuantity(breach.quantity)} ${breach.symbol} from ${formatPrice(breach.averageEntry)}`;
      if (breach.cause !== undefined)
        return `The position of ${held} is closed at ${formatPrice(breach.mark)}: ${describeStopCause(breach.cause)}.`;
      const lost = `lost ${breach.lossBps.toFixed(1)} bps at ${formatPrice(breach.mark)}`;
      return `The position of ${held} has ${lost}; the stop-loss is ${breach.limitBps} bps.`;
    }
    case "reject_burst":
      return `The venue rejected ${breach.rejects} orders within ${breach.windowMs} ms; the limit is ${breach.limit}.`;
    case "price_move": {
      const move = `from ${formatPrice(breach.from)} to ${formatPrice(breach.to)} within ${breach.windowMs} ms`;
      return `${breach.symbol} moved ${breach.moveBps.toFixed(1)} bps ${move}; the limit is ${breach.limitBps} bps.`;
    }
  }
}
