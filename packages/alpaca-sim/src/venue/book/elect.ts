import { type Price, priceFromUnits, priceUnits, roundToTick } from "@interlock/core/number/price";
import { type Book, dequeue, enqueue, isRegularMarket } from "./book.ts";
import { fillThrough, matchBook, type Print } from "./match.ts";
import type { OrderRecord } from "../order/order-record.ts";
import { trailingStop } from "../order/order-class.ts";
import { isWorking, type VenueState } from "../venue-state.ts";

/** Stop price from which the limit of an elected buy stop is 2.5 % above it; 4 % below. */
const NARROW_BAND_FROM = 50_000_000;

type StopTerms = Pick<OrderRecord, "type" | "side" | "limitPrice" | "stopPrice">;

/**
 * Returns the limit that binds an elected stop. A sell stop becomes a market order. A buy stop becomes a stop-limit
 * 4 % above its stop, 2.5 % from $50.00 up, rounded down to a legal tick. A stop-limit keeps its own limit, and a
 * trailing stop becomes a market order.
 */
export function limitWhenElected(order: StopTerms): Price | null {
  if (order.type === "trailing_stop") return null;
  if (order.type === "stop_limit") return order.limitPrice;
  if (order.side === "sell" || order.stopPrice === null) return null;
  const stop = priceUnits(order.stopPrice);
  const tenths = stop >= NARROW_BAND_FROM ? 1_025 : 1_040;
  return roundToTick(priceFromUnits(Math.floor((stop * tenths) / 1_000)), "down");
}

/**
 * Takes note of a print that counts. Prints outside the best bid and offer, and any while the market is one-sided,
 * locked or crossed, neither fill nor elect. First resting orders that the print went through are filled, then stops
 * at or through which it went are set off and matched. Stops work in the regular session only.
 */
export function applyPrint(state: VenueState, book: Book, print: Print): void {
  book.lastPrice = print.price;
  if (book.buys.length === 0 && book.sells.length === 0 && book.stops.length === 0) return;
  if (!isInsideMarket(book, print.price) || state.halts.has(book.symbol)) return;
  const stops = [...book.stops];
  fillThrough(state, book, print);
  if (state.session !== "regular" || stops.length === 0) return;
  for (const order of stops) trail(order, print.price);
  const elected = stops.filter(
    (order) => isWorking(order.status) && isElectedBy(order, print.price),
  );
  for (const order of elected) elect(book, order);
  if (elected.length > 0) matchBook(state, book);
}

/** Moves the stop of a trailing stop with a price that is better than all before; it never moves back. */
function trail(order: OrderRecord, price: Price): void {
  if (order.trail === null || order.waterMark === null) return;
  const gain = priceUnits(price) - priceUnits(order.waterMark);
  if (order.side === "sell" ? gain <= 0 : gain >= 0) return;
  order.waterMark = price;
  order.stopPrice = trailingStop(order.side, price, order.trail);
}

function isInsideMarket(book: Book, price: Price): boolean {
  if (!isRegularMarket(book) || book.bid === null || book.ask === null) return false;
  const units = priceUnits(price);
  return units >= priceUnits(book.bid) && units <= priceUnits(book.ask);
}

function isElectedBy(order: OrderRecord, price: Price): boolean {
  if (order.stopPrice === null) return false;
  const beyond = priceUnits(price) - priceUnits(order.stopPrice);
  return order.side === "buy" ? beyond >= 0 : beyond <= 0;
}

function elect(book: Book, order: OrderRecord): void {
  dequeue(book, order);
  order.elected = true;
  order.workingLimit = limitWhenElected(order);
  enqueue(book, order);
}
