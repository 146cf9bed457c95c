import { type Price, priceUnits } from "@interlock/core/number/price";
import {
  minQuantity,
  type Quantity,
  quantityFromUnits,
  quantityUnits,
  signOfQuantity,
  subtractQuantity,
  UNITS_PER_SHARE,
} from "@interlock/core/number/quantity";
import type { Side } from "@interlock/core/order/side";
import { type Book, farLeft, farPrice, isRegularMarket, takeFar } from "./book.ts";
import { execute } from "./execute.ts";
import { cancel } from "../order/lifecycle.ts";
import { leavesQuantity, type OrderRecord } from "../order/order-record.ts";
import { Random } from "../random.ts";
import { isWorking, type VenueState } from "../venue-state.ts";

/**
 * Matching against the tape. The rules, in the order in which they are applied:
 *  1. Nothing trades while the market is one-sided, locked or crossed.
 *  2. An order that is marketable when it arrives takes the displayed size of the far side at the displayed price, as
 *     much as is left of it. What remains waits, and takes again when the tape refills that side.
 *  3. An order that has once stood away from the market is hit at its own limit: when the far side reaches it, for at
 *     most the displayed size, or when a print goes through its limit, for at most the size of the print.
 *  4. Displayed size is taken once, best-priced order first, then by arrival.
 * No price improvement is made up, and no queue position: a print at the limit itself fills nothing.
 */

/** Tells whether an order may trade in the present session: only extended-hours limits outside the regular one. */
function mayTrade(state: VenueState, order: OrderRecord): boolean {
  if (!isWorking(order.status) || state.halts.has(order.symbol)) return false;
  if (state.session === "regular") return true;
  return state.session !== "closed" && order.extendedHours && order.type === "limit";
}

/** Lets every order of a book take what the present quote offers. */
export function matchBook(state: VenueState, book: Book): void {
  if (book.buys.length === 0 && book.sells.length === 0) return;
  if (!isRegularMarket(book)) return;
  matchSide(state, book, "buy");
  matchSide(state, book, "sell");
}

function matchSide(state: VenueState, book: Book, side: Side): void {
  const queue = side === "buy" ? book.buys : book.sells;
  let at = 0;
  for (let order = queue[at]; order !== undefined; order = queue[at]) {
    if (!mayTrade(state, order)) {
      at += 1;
      continue;
    }
    const price = tradingPrice(book, order);
    if (price === null || signOfQuantity(farLeft(book, side)) <= 0) break;
    take(state, { book, order, price });
    if (queue[at] === order) at += 1;
  }
  for (const order of book.restless) {
    if (order.side === side && mayTrade(state, order)) settle(book, order);
  }
}

function settle(book: Book, order: OrderRecord): void {
  order.resting = tradingPrice(book, order) === null;
  if (order.resting) book.restless.delete(order);
}

/** Returns the price at which the present quote fills an order; null when it does not reach its limit. */
function tradingPrice(book: Book, order: OrderRecord): Price | null {
  const far = farPrice(book, order.side);
  if (far === null || order.workingLimit === null) return far;
  const room = priceUnits(order.workingLimit) - priceUnits(far);
  const isReached = order.side === "buy" ? room >= 0 : room <= 0;
  if (!isReached) return null;
  return order.resting ? order.workingLimit : far;
}

interface Take {
  readonly book: Book;
  readonly order: OrderRecord;
  readonly price: Price;
}

function take(state: VenueState, { book, order, price }: Take): void {
  const whole = minQuantity(leavesQuantity(order), farLeft(book, order.side));
  const quantity = order.timeInForce === "fok" ? whole : partOf(state, whole);
  takeFar(book, order.side, quantity);
  execute(state, order, { quantity, price });
}

/** Alpaca's paper venue fills a part of a random size now and then; what remains waits for the next quote. */
function partOf(state: VenueState, whole: Quantity): Quantity {
  const { partialFills, seed } = state.config;
  const shares = Math.floor(quantityUnits(whole) / UNITS_PER_SHARE);
  if (partialFills === 0 || shares < 2) return whole;
  const random = new Random(`${seed}/part/${state.idsMade}`);
  if (random.unit() >= partialFills) return whole;
  return quantityFromUnits((1 + random.below(shares - 1)) * UNITS_PER_SHARE);
}

/** Fills resting orders whose limit a print went through, up to the print's size. */
export function fillThrough(state: VenueState, book: Book, print: Print): void {
  let left = print.size;
  for (const side of ["buy", "sell"] as const) {
    const queue = side === "buy" ? book.buys : book.sells;
    for (const order of queue.slice()) {
      if (!mayTrade(state, order) || !order.resting || order.workingLimit === null) continue;
      if (!goesThrough(print.price, order.workingLimit, side)) break;
      const quantity = minQuantity(leavesQuantity(order), left);
      if (quantityUnits(quantity) === 0) return;
      left = subtractQuantity(left, quantity);
      execute(state, order, { quantity, price: order.workingLimit });
    }
  }
}

/** A public print as far as orders are concerned. */
export interface Print {
  readonly price: Price;
  readonly size: Quantity;
}

function goesThrough(print: Price, limit: Price, side: Side): boolean {
  const room = priceUnits(limit) - priceUnits(print);
  return side === "buy" ? room > 0 : room < 0;
}

/**
 * Matches an order that has just come into its book and ends what may not rest: fill-or-kill unless the displayed
 * size fills all of it, immediate-or-cancel as far as it was not filled.
 */
export function matchArrival(state: VenueState, book: Book, order: OrderRecord): void {
  if (order.timeInForce === "fok" && !canFillAtOnce(state, book, order)) {
    cancel(state, order);
    return;
  }
  matchBook(state, book);
  const isOver = order.timeInForce === "ioc" || order.timeInForce === "fok";
  if (isOver && isWorking(order.status)) cancel(state, order);
}

function canFillAtOnce(state: VenueState, book: Book, order: OrderRecord): boolean {
  if (!isRegularMarket(book) || !mayTrade(state, order)) return false;
  if (tradingPrice(book, order) === null) return false;
  return quantityUnits(farLeft(book, order.side)) >= quantityUnits(order.quantity);
}
