import { activate, cancel } from "../order/lifecycle.ts";
import { isWorking, type VenueState } from "../venue-state.ts";
import type { Book } from "./book.ts";
import { matchBook } from "./match.ts";

/**
 * Orders for the opening and the closing. As at Alpaca's paper venue they trade as orders at the first quote of the
 * session and at the last one, not at auction prices; what is not filled then is canceled.
 */

/** Ends the orders for the opening that the first quote of the session left. */
export function endOpening(state: VenueState, book: Book): void {
  for (const order of [...book.opening]) {
    book.opening.delete(order);
    if (isWorking(order.status)) cancel(state, order);
  }
}

/** Lets the orders for the closing trade at the last quote of the session, just before it ends. */
export function holdClosing(state: VenueState): void {
  for (const order of [...state.sidelined]) {
    if (order.timeInForce !== "cls" || order.status !== "accepted") continue;
    if (order.startsAt > state.now) continue;
    activate(state, order);
    const book = state.books.get(order.symbol);
    if (book !== undefined) matchBook(state, book);
    if (isWorking(order.status)) cancel(state, order);
  }
}
