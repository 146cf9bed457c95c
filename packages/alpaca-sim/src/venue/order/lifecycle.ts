import type { VenueOrderId } from "@interlock/core/ids";
import { dequeue, enqueue } from "../book/book.ts";
import type { OrderEventName } from "./order-event.ts";
import { isClosed, type OrderRecord } from "./order-record.ts";
import { type Mark, MARKS } from "../control/control-command.ts";
import { dependentsOf, legsOf } from "./order-group.ts";
import type { Stamp } from "../stamp.ts";
import { bookOf, emit, takeId, takeStamp, type VenueState } from "../venue-state.ts";

/** The changes of an order's status other than by executions. Each notes its event. */

function note(state: VenueState, order: OrderRecord, name: OrderEventName): Stamp {
  return noteWhy(state, order, { name, reason: null });
}

interface Told {
  readonly name: OrderEventName;
  readonly reason: string | null;
}

function noteWhy(state: VenueState, order: OrderRecord, { name, reason }: Told): Stamp {
  const stamp = takeStamp(state);
  order.updatedAt = stamp;
  const executionId = name === "new" ? takeId(state, "execution") : null;
  emit(
    state,
    { name, execution: null, executionId, stamp, ...(reason === null ? {} : { reason }) },
    order,
  );
  return stamp;
}

function leaveVenue(state: VenueState, order: OrderRecord): void {
  if (!state.sidelined.delete(order)) dequeue(bookOf(state, order.symbol), order);
}

/**
 * Reports an order as on its way, where the venue tells that. Nothing can happen to it in between; what follows at once
 * is the end of the way.
 */
export function tellPending(
  state: VenueState,
  order: OrderRecord,
  status: "pending_new" | "pending_cancel" | "pending_replace",
): void {
  if (state.config.tellsPending !== true) return;
  order.status = status;
  note(state, order, status);
}

/** Takes a new order into the records and, by its time, into the book or among those that wait. */
export function admit(state: VenueState, order: OrderRecord): void {
  state.orders.set(order.id, order);
  state.orderIdByClientId.set(order.clientOrderId, order.id);
  if (order.startsAt <= state.now) {
    tellPending(state, order, "pending_new");
    activate(state, order);
    return;
  }
  order.status = "accepted";
  state.sidelined.add(order);
  note(state, order, "accepted");
}

/** Rejects an order that is new, or held: it never works. */
export function reject(state: VenueState, order: OrderRecord): void {
  state.orders.set(order.id, order);
  state.orderIdByClientId.set(order.clientOrderId, order.id);
  state.sidelined.delete(order);
  order.status = "rejected";
  order.failedAt = takeStamp(state);
  note(state, order, "rejected");
}

/** Takes an order into the records that waits for another one. */
export function hold(state: VenueState, order: OrderRecord): void {
  state.orders.set(order.id, order);
  state.orderIdByClientId.set(order.clientOrderId, order.id);
  order.status = "held";
  state.sidelined.add(order);
  note(state, order, "held");
}

/** Puts an order to work: it stands in the book from now on, and the stop of a one-cancels-other with it. */
export function activate(state: VenueState, order: OrderRecord): void {
  state.sidelined.delete(order);
  order.status = "new";
  const book = bookOf(state, order.symbol);
  enqueue(book, order);
  if (order.timeInForce === "opg") book.opening.add(order);
  note(state, order, "new");
  if (order.orderClass !== "oco") return;
  for (const leg of legsOf(state, order)) if (leg.status === "held") activate(state, leg);
}

/** Cancels an open order; what it has filled stays. Its group goes with it. */
export function cancel(state: VenueState, order: OrderRecord, reason: string | null = null): void {
  leaveVenue(state, order);
  order.status = "canceled";
  const stamp = takeStamp(state);
  order.canceledAt = stamp;
  order.cancelRequestedAt ??= stamp;
  noteWhy(state, order, { name: "canceled", reason });
  for (const other of dependentsOf(state, order)) {
    if (!isClosed(other)) cancel(state, other, reason);
  }
}

/** Takes a cancel request and never finishes it: the order stops trading and holds its shares until it expires. */
export function leavePendingCancel(state: VenueState, order: OrderRecord): void {
  leaveVenue(state, order);
  state.sidelined.add(order);
  order.status = "pending_cancel";
  order.cancelRequestedAt = takeStamp(state);
  note(state, order, "pending_cancel");
}

/** An event that the control reports of an order. */
export interface Marking {
  readonly event: Mark;
  readonly reason: string | null;
}

/**
 * Reports an event of an order as the control wants it. What leaves another status takes the order out of trading;
 * `rejected` ends it.
 */
export function mark(state: VenueState, order: OrderRecord, { event, reason }: Marking): void {
  const status = MARKS[event];
  if (status === "new") {
    if (!isClosed(order) && state.sidelined.has(order)) activate(state, order);
    return;
  }
  if (status !== null && !isClosed(order)) {
    leaveVenue(state, order);
    order.status = status;
    if (status === "rejected") order.failedAt = takeStamp(state);
    else state.sidelined.add(order);
  }
  noteWhy(state, order, { name: event, reason });
}

/** Ends an order whose time is over, and its group with it. */
export function expire(state: VenueState, order: OrderRecord): void {
  leaveVenue(state, order);
  order.status = "expired";
  order.expiredAt = takeStamp(state);
  note(state, order, "expired");
  for (const other of dependentsOf(state, order)) if (!isClosed(other)) expire(state, other);
}

/** Ends an order in favor of its successor. */
export function supersede(state: VenueState, order: OrderRecord, successor: VenueOrderId): void {
  leaveVenue(state, order);
  order.status = "replaced";
  order.replacedBy = successor;
  order.replacedAt = takeStamp(state);
  note(state, order, "replaced");
}
