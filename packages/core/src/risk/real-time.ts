import { assert } from "../assert.ts";
import type { Ticker } from "../ids.ts";
import {
  formatDollars,
  type Money,
  moneyUnits,
  negateMoney,
  subtractMoney,
} from "../number/money.ts";
import { formatPrice, type Price, priceFromUnits } from "../number/price.ts";
import {
  absoluteQuantity,
  formatQuantity,
  type Quantity,
  quantityUnits,
} from "../number/quantity.ts";
import type { Side } from "../order/side.ts";
import { type Pnl, unrealizedPnl } from "../position/pnl.ts";
import { averageEntryPrice, type Position } from "../position/position.ts";
import type { UnixMs } from "../time.ts";
import type { Limits } from "./limits.ts";
import { createPriceWindow, type PriceWindow, readMove } from "./price-window.ts";

/**
 * Risk between orders: what to do when the market moves against what is held. Each function takes one reading and says
 * what it breaks, or null. They do not act: holding trading and closing positions is the caller's part, and latching is
 * `imposeHold`'s.
 *
 * A reading that depends on a mark trips only together with the one before it: one bad print must not stop a day.
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

/** What the readings so far have shown. Plain data that one owner updates in place; part of the durable state. */
export interface RiskWatch {
  /** Consecutive readings beyond the daily loss. */
  lossReadings: number;
  /** Consecutive readings beyond the stop-loss, by symbol; absent is none. */
  readonly stopReadings: Record<Ticker, number>;
  /** Times of the venue's rejections within the window, oldest first. */
  readonly rejects: UnixMs[];
  readonly prices: Record<Ticker, PriceWindow>;
}

/** A position and the price by which it is valued. */
export interface HeldAt {
  readonly position: Position;
  readonly mark: Price;
}

/** How many consecutive readings prove a price. */
const READINGS_TO_TRIP = 2;

/** Returns a watch that has seen nothing. */
export function createRiskWatch(): RiskWatch {
  return { lossReadings: 0, stopReadings: {}, rejects: [], prices: {} };
}

/** Takes a reading of the day's P&L. What is realized needs no second reading: no print can undo it. */
export function checkDailyLoss(watch: RiskWatch, day: Pnl, limits: Limits): Breach | null {
  const limit = moneyUnits(limits.maxDailyLoss);
  const loss = negateMoney(day.net);
  const beyond = moneyUnits(loss) >= limit;
  watch.lossReadings = beyond ? watch.lossReadings + 1 : 0;
  const settled = subtractMoney(day.fees, day.realized);
  const proven = moneyUnits(settled) >= limit || watch.lossReadings >= READINGS_TO_TRIP;
  return beyond && proven ? { kind: "daily_loss", loss, limit: limits.maxDailyLoss } : null;
}

/** Takes a reading of a position's mark: trips when it has lost `stopLossBps` of what it cost. */
export function checkStopLoss(watch: RiskWatch, held: HeldAt, limits: Limits): Breach | null {
  const { position, mark } = held;
  const lossBps = lossOf(position, mark);
  const before = watch.stopReadings[position.symbol];
  if (lossBps < limits.stopLossBps) {
    if (before !== undefined) delete watch.stopReadings[position.symbol];
    return null;
  }
  const readings = (before ?? 0) + 1;
  watch.stopReadings[position.symbol] = readings;
  return readings < READINGS_TO_TRIP ? null : stopLoss(held, lossBps, limits);
}

function lossOf(position: Position, mark: Price): number {
  const cost = Math.abs(moneyUnits(position.costBasis));
  return cost === 0 ? 0 : (-moneyUnits(unrealizedPnl(position, mark)) * 10_000) / cost;
}

/** Describes the order that closes a position which has lost too much. */
function stopLoss(held: HeldAt, lossBps: number, limits: Limits): Breach {
  const { position, mark } = held;
  const averageEntry = averageEntryPrice(position);
  assert(averageEntry !== null, `${position.symbol} lost on nothing`);
  return {
    kind: "stop_loss",
    symbol: position.symbol,
    side: quantityUnits(position.quantity) > 0 ? "sell" : "buy",
    quantity: absoluteQuantity(position.quantity),
    averageEntry,
    mark,
    lossBps,
    limitBps: limits.stopLossBps,
  };
}

/** Takes a rejection by the venue: trips when the window holds as many as the limit. */
export function noteReject(watch: RiskWatch, time: UnixMs, limits: Limits): Breach | null {
  const windowMs = limits.breakerRejectsWindowMs;
  const { rejects } = watch;
  rejects.push(time);
  while (rejects[0] !== undefined && rejects[0] <= time - windowMs) rejects.shift();
  if (rejects.length < limits.breakerRejectsMax) return null;
  return {
    kind: "reject_burst",
    rejects: rejects.length,
    limit: limits.breakerRejectsMax,
    windowMs,
  };
}

/** Takes a reading of a symbol's mark: trips when two readings agree on a move of the limit within the window. */
export function checkPriceMove(
  watch: RiskWatch,
  seen: { readonly symbol: Ticker; readonly mark: Price; readonly time: UnixMs },
  limits: Limits,
): Breach | null {
  const windowMs = limits.breakerPriceMoveWindowMs;
  let window = watch.prices[seen.symbol];
  if (window === undefined) {
    window = createPriceWindow();
    watch.prices[seen.symbol] = window;
  }
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

/** Says in one sentence what was broken, with the value and the limit. */
export function describeBreach(breach: Breach): string {
  switch (breach.kind) {
    case "daily_loss":
      return `The day's loss is ${formatDollars(breach.loss)}; the limit is ${formatDollars(breach.limit)}.`;
    case "stop_loss": {
      const held = `${formatQuantity(breach.quantity)} ${breach.symbol} from ${formatPrice(breach.averageEntry)}`;
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
