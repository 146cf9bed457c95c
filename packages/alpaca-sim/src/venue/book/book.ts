import type { Ticker } from "@interlock/core/ids";
import { type Price, priceUnits } from "@interlock/core/number/price";
import {
  type Quantity,
  shares,
  subtractQuantity,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import type { Side } from "@interlock/core/order/side";
import type { OrderRecord } from "../order/order-record.ts";

/**
 * One symbol's market as the venue sees it: the displayed best bid and offer, how much of each is left for the
 * account to take, and the account's own orders. Displayed size is taken once: it refills only when the tape
 * changes that side's price or size.
 */
export interface Book {
  readonly symbol: Ticker;
  bid: Price | null;
  ask: Price | null;
  bidShown: number;
  askShown: number;
  bidLeft: Quantity;
  askLeft: Quantity;
  /** Price of the last print that counts; null before the first. */
  lastPrice: Price | null;
  /** Orders that may trade, best first: market orders, then by limit, then by arrival. */
  readonly buys: OrderRecord[];
  readonly sells: OrderRecord[];
  /** Stops that no trade has set off yet, by arrival. */
  readonly stops: OrderRecord[];
  /** Those of `buys` and `sells` that have never stood away from the market. */
  readonly restless: Set<OrderRecord>;
  /** Orders for the opening that wait for the first quote of the session. */
  readonly opening: Set<OrderRecord>;
}

/** Sizes above this are shown but not needed: a quantity holds up to nine million shares exactly. */
const MOST_SHARES = 9_000_000;

/** Returns the book of a symbol before the first event. */
export function emptyBook(symbol: Ticker): Book {
  return {
    symbol,
    bid: null,
    ask: null,
    bidShown: 0,
    askShown: 0,
    bidLeft: ZERO_QUANTITY,
    askLeft: ZERO_QUANTITY,
    lastPrice: null,
    buys: [],
    sells: [],
    stops: [],
    restless: new Set(),
    opening: new Set(),
  };
}

/** Best bid and offer; sizes in shares, null for a side without interest. */
export interface TopOfBook {
  readonly bid: Price | null;
  readonly bidSize: number;
  readonly ask: Price | null;
  readonly askSize: number;
}

/** Takes over a quote. A side whose price and size are as before keeps what is left of it. */
export function showQuote(book: Book, quote: TopOfBook): void {
  if (quote.bid !== book.bid || quote.bidSize !== book.bidShown) {
    book.bid = quote.bid;
    book.bidShown = quote.bidSize;
    book.bidLeft = shares(Math.min(quote.bidSize, MOST_SHARES));
  }
  if (quote.ask !== book.ask || quote.askSize !== book.askShown) {
    book.ask = quote.ask;
    book.askShown = quote.askSize;
    book.askLeft = shares(Math.min(quote.askSize, MOST_SHARES));
  }
}

/** Tells whether both sides are there and the bid is below the offer: only then does anything trade. */
export function isRegularMarket(book: Book): boolean {
  return book.bid !== null && book.ask !== null && priceUnits(book.bid) < priceUnits(book.ask);
}

/** Returns the price that an order of this side would trade at: the offer for a buy, the bid for a sell. */
export function farPrice(book: Book, side: Side): Price | null {
  return side === "buy" ? book.ask : book.bid;
}

/** Returns how much of the far side is left for the account. */
export function farLeft(book: Book, side: Side): Quantity {
  return side === "buy" ? book.askLeft : book.bidLeft;
}

/** Takes displayed size off the far side. */
export function takeFar(book: Book, side: Side, quantity: Quantity): void {
  if (side === "buy") book.askLeft = subtractQuantity(book.askLeft, quantity);
  else book.bidLeft = subtractQuantity(book.bidLeft, quantity);
}

/** Returns the queue that an order stands in. */
function queueOf(book: Book, order: Readonly<OrderRecord>): OrderRecord[] {
  if (!order.elected) return book.stops;
  return order.side === "buy" ? book.buys : book.sells;
}

function comesBefore(a: OrderRecord, b: OrderRecord): boolean {
  if (!a.elected || !b.elected) return a.sequence < b.sequence;
  if (a.workingLimit === null || b.workingLimit === null) {
    const sameKind = a.workingLimit === b.workingLimit;
    return sameKind ? a.sequence < b.sequence : a.workingLimit === null;
  }
  const difference = priceUnits(a.workingLimit) - priceUnits(b.workingLimit);
  if (difference === 0) return a.sequence < b.sequence;
  return a.side === "buy" ? difference > 0 : difference < 0;
}

/** Puts an order in its place by price, then time. */
export function enqueue(book: Book, order: OrderRecord): void {
  const queue = queueOf(book, order);
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = queue[middle];
    if (other !== undefined && comesBefore(other, order)) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, order);
  if (order.elected && !order.resting) book.restless.add(order);
}

/** Takes an order out of its queue, if it stands in one. */
export function dequeue(book: Book, order: OrderRecord): void {
  const queue = queueOf(book, order);
  const at = queue.indexOf(order);
  if (at >= 0) queue.splice(at, 1);
  book.restless.delete(order);
  book.opening.delete(order);
}

/** Returns every order of the account in this book, in no particular order. */
export function* ordersIn(book: Book): Generator<OrderRecord> {
  yield* book.buys;
  yield* book.sells;
  yield* book.stops;
}
