import { assertNever } from "../assert.ts";
import type { Fill } from "../fill/fill.ts";
import type { ExecutionId } from "../ids.ts";
import { addMoney, notional } from "../number/money.ts";
import {
  addQuantity,
  maxQuantity,
  quantityUnits,
  subtractQuantity,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import type { UnixMs } from "../time.ts";
import { isOpen, type Order } from "./order.ts";
import type { OrderEvent } from "./order-event.ts";
import type { OrderFlag } from "./order-flag.ts";
import type { OrderStatus } from "./order-status.ts";

/**
 * The life of an order, as one pure function: what an event makes of it.
 *
 * 1. An order that has ended never opens again.
 * 2. A fill is always booked, whatever the status: before the acknowledgment, after the end, beyond the quantity.
 *    What does not fit is flagged besides.
 * 3. Fills are a set keyed by execution id: repeating one changes nothing, and their order does not matter.
 * 4. What is unknown stays unknown, at full size, until the venue gives evidence. It is never taken for a rejection.
 *
 * See docs/INVARIANTS.md (I2–I5).
 */

/** The outcome: a changed order, the reason why nothing changed, or a changed order that somebody must look at. */
export type Transition =
  | { readonly kind: "changed"; readonly order: Order }
  | { readonly kind: "ignored"; readonly reason: string }
  | { readonly kind: "flagged"; readonly order: Order; readonly flag: OrderFlag };

type EventOf<K extends OrderEvent["kind"]> = Extract<OrderEvent, { readonly kind: K }>;

/** Returns what `event` makes of `order`. Never throws on anything that a venue may send. */
export function transitionOrder(order: Order, event: OrderEvent): Transition {
  switch (event.kind) {
    case "submitted":
      return submitted(order, event);
    case "submit_outcome_unknown":
      return submitUnknown(order, event);
    case "never_sent":
      return neverSent(order, event);
    case "accepted":
      return accepted(order, event);
    case "rejected":
      return rejected(order, event);
    case "fill":
      return filled(order, event.fill);
    case "cancel_requested":
      return cancelRequested(order, event);
    case "canceled":
      return ended(order, event, "canceled");
    case "expired":
      return ended(order, event, "expired");
    case "replace_requested":
      return replaceRequested(order, event);
    case "replace_rejected":
      return replaceRejected(order, event);
    case "replaced":
      return replaced(order, event);
    case "replacement_lives":
      return replacementLives(order, event);
    case "venue_status":
      return changed(order, event.at, { venueStatus: event.venueStatus });
    case "ended_at_venue":
      return endedAtVenue(order, event);
    case "executions_given_up":
      return givenUp(order, event);
    case "terms_differ":
      return termsDiffer(order, event);
    default:
      return assertNever(event);
  }
}

function submitted(order: Order, event: EventOf<"submitted">): Transition {
  if (order.submittedAt !== null) return ignored("already submitted");
  return changed(order, event.at, { submittedAt: event.at });
}

function submitUnknown(order: Order, event: EventOf<"submit_outcome_unknown">): Transition {
  if (order.status !== "pending_submit") return ignored(`the order is ${order.status} by evidence`);
  return changed(order, event.at, { status: "submit_unknown", lastReason: event.reason });
}

function neverSent(order: Order, event: EventOf<"never_sent">): Transition {
  if (!isOpen(order)) return ignored(alreadyEnded(order));
  if (quantityUnits(order.filledQuantity) > 0) return flagged(order, event.at, "unsent_but_filled");
  if (order.status !== "pending_submit" && order.status !== "submit_unknown") {
    return ignored(`the venue knows the order as ${order.status}`);
  }
  return changed(order, event.at, { ...ending("expired", event.at), lastReason: event.reason });
}

function accepted(order: Order, event: EventOf<"accepted">): Transition {
  if (order.venueOrderId !== null && order.venueOrderId !== event.venueOrderId) {
    return flagged(order, event.at, "venue_order_id_mismatch");
  }
  if (order.status === "rejected" || wasNeverSent(order))
    return flagged(order, event.at, "accepted_after_end");
  if (order.acceptedAt !== null) return ignored("already accepted");
  return changed(order, event.at, {
    status: isUnacknowledged(order) ? workingStatus(order) : order.status,
    venueOrderId: event.venueOrderId,
    venueStatus: event.venueStatus,
    acceptedAt: event.at,
    ...(event.expiresAt === undefined ? {} : { expiresAt: event.expiresAt }),
  });
}

function rejected(order: Order, event: EventOf<"rejected">): Transition {
  if (!isOpen(order)) return ignored(alreadyEnded(order));
  const change = {
    ...ending("rejected", event.at),
    venueStatus: event.venueStatus,
    lastReason: event.reason,
  };
  if (quantityUnits(order.filledQuantity) > 0) {
    return flagged({ ...order, ...change }, event.at, "rejected_after_fill");
  }
  return changed(order, event.at, change);
}

function filled(order: Order, fill: Fill): Transition {
  if (fill.symbol !== order.symbol || fill.side !== order.side) {
    return flagged(order, fill.venueAt, "fill_mismatch");
  }
  const executionIds = insertSorted(order.executionIds, fill.executionId);
  if (executionIds === null) return ignored(`execution ${fill.executionId} is booked already`);
  const booked = { ...bookFill(order, fill), executionIds };
  const late = !isOpen(order) && order.status !== "filled";
  const overfilled = quantityUnits(booked.filledQuantity) > quantityUnits(order.quantity);
  if (overfilled) {
    return flagged(late ? withFlag(booked, "late_fill") : booked, fill.venueAt, "overfill");
  }
  return late ? flagged(booked, fill.venueAt, "late_fill") : { kind: "changed", order: booked };
}

/** The sums and the status after a new fill; an order that has ended keeps its status. */
function bookFill(order: Order, fill: Fill): Order {
  const filledQuantity = addQuantity(order.filledQuantity, fill.quantity);
  const rest = maxQuantity(subtractQuantity(order.quantity, filledQuantity), ZERO_QUANTITY);
  const completes = isOpen(order) && quantityUnits(rest) === 0;
  const status = isOpen(order) ? statusAfterFill(order, completes) : order.status;
  const lastFillAt = Math.max(order.lastFillAt ?? fill.venueAt, fill.venueAt);
  return {
    ...order,
    filledQuantity,
    filledCost: addMoney(order.filledCost, notional(fill.price, fill.quantity)),
    leavesQuantity: isOpen(order) ? rest : ZERO_QUANTITY,
    venueOrderId: order.venueOrderId ?? fill.venueOrderId,
    status,
    replacement: completes ? null : order.replacement,
    lastFillAt,
    updatedAt: Math.max(order.updatedAt, fill.venueAt),
    terminalAt: status === "filled" ? lastFillAt : order.terminalAt,
  };
}

function cancelRequested(order: Order, event: EventOf<"cancel_requested">): Transition {
  if (!isOpen(order)) return ignored(alreadyEnded(order));
  // While its arrival is in doubt the order stays in doubt: a cancel request is no evidence.
  const status = isUnacknowledged(order) ? order.status : "pending_cancel";
  if (status === order.status && order.cancelRequestedAt !== null)
    return ignored("cancel already requested");
  return changed(order, event.at, {
    status,
    cancelRequestedAt: event.at,
    lastReason: event.reason,
  });
}

/** The venue refused to replace: the order works on, or goes on being canceled. */
function replaceRejected(order: Order, event: EventOf<"replace_rejected">): Transition {
  if (!isOpen(order)) return ignored(alreadyEnded(order));
  if (order.replacement === null || order.replacedBy !== null)
    return ignored("no replace is under way");
  return changed(order, event.at, {
    status: order.status === "pending_replace" ? workingStatus(order) : order.status,
    replacement: null,
    lastReason: event.reason,
  });
}

function ended(
  order: Order,
  event: EventOf<"canceled" | "expired">,
  status: OrderStatus,
): Transition {
  if (!isOpen(order)) return ignored(alreadyEnded(order));
  return changed(order, event.at, {
    ...ending(status, event.at),
    venueStatus: event.venueStatus,
    lastReason: event.reason ?? order.lastReason,
  });
}

function replaceRequested(order: Order, event: EventOf<"replace_requested">): Transition {
  if (order.status !== "accepted" && order.status !== "partially_filled") {
    return ignored(`an order that is ${order.status} cannot be replaced`);
  }
  return changed(order, event.at, { status: "pending_replace", replacement: event.replacement });
}

function replaced(order: Order, event: EventOf<"replaced">): Transition {
  if (!isOpen(order)) return ignored(alreadyEnded(order));
  return changed(order, event.at, {
    ...ending("replaced", event.at),
    replacement: order.replacement,
    replacedBy: event.replacedBy,
    venueStatus: event.venueStatus,
  });
}

/** It has ended at the venue, and counts until that says how much of it had filled. */
function replacementLives(order: Order, event: EventOf<"replacement_lives">): Transition {
  if (!isOpen(order)) return ignored(alreadyEnded(order));
  if (order.replacement === null || order.replacedBy !== null)
    return ignored("no replace is under way");
  return changed(order, event.at, { replacedBy: event.replacedBy });
}

/** It counts as it did: only its executions, or a person who takes over what they did, end it here. */
function endedAtVenue(order: Order, event: EventOf<"ended_at_venue">): Transition {
  if (!isOpen(order)) return ignored(alreadyEnded(order));
  const { status, filledQuantity, at, venueStatus } = event;
  if (quantityUnits(filledQuantity) <= quantityUnits(order.filledQuantity))
    return ignored("nothing of it is missing");
  return changed(order, at, { endedAtVenue: { status, filledQuantity, at }, venueStatus });
}

/** Filled it is only by its fills: what they did not complete ends as canceled, whatever the venue calls it. */
function givenUp(order: Order, event: EventOf<"executions_given_up">): Transition {
  const { endedAtVenue } = order;
  if (!isOpen(order) || endedAtVenue === undefined) return ignored("no execution of it is awaited");
  const { status: shown } = endedAtVenue;
  const status = shown === "expired" || shown === "replaced" ? shown : "canceled";
  const ended = { ...order, ...ending(status, event.at), lastReason: event.reason };
  return flagged(ended, event.at, "executions_not_listed");
}

function termsDiffer(order: Order, event: EventOf<"terms_differ">): Transition {
  if (!isOpen(order)) return ignored(alreadyEnded(order));
  const { at, quantity, reason } = event;
  return changed(order, at, {
    ...(quantity === null ? {} : { venueQuantity: quantity }),
    lastReason: reason,
  });
}

/** The fields that every ending sets. */
function ending(status: OrderStatus, at: UnixMs) {
  return { status, terminalAt: at, leavesQuantity: ZERO_QUANTITY, replacement: null };
}

function statusAfterFill(order: Order, complete: boolean): OrderStatus {
  if (complete) return "filled";
  const requestPending = order.status === "pending_cancel" || order.status === "pending_replace";
  return requestPending ? order.status : "partially_filled";
}

function workingStatus(order: Order): OrderStatus {
  return quantityUnits(order.filledQuantity) > 0 ? "partially_filled" : "accepted";
}

function isUnacknowledged(order: Order): boolean {
  return order.status === "pending_submit" || order.status === "submit_unknown";
}

/** An order that ended without the venue ever having named it. */
function wasNeverSent(order: Order): boolean {
  return order.status === "expired" && order.venueOrderId === null;
}

function alreadyEnded(order: Order): string {
  return `the order is already ${order.status}`;
}

function changed(order: Order, at: UnixMs, change: Partial<Order>): Transition {
  return {
    kind: "changed",
    order: { ...order, ...change, updatedAt: Math.max(order.updatedAt, at) },
  };
}

function ignored(reason: string): Transition {
  return { kind: "ignored", reason };
}

function flagged(order: Order, at: UnixMs, flag: OrderFlag): Transition {
  const updatedAt = Math.max(order.updatedAt, at);
  return { kind: "flagged", flag, order: { ...withFlag(order, flag), updatedAt } };
}

function withFlag(order: Order, flag: OrderFlag): Order {
  if (order.flags.includes(flag)) return order;
  return { ...order, flags: [...order.flags, flag].sort() };
}

/** Returns the sorted ids with `id` in its place, or null when it is there already. */
function insertSorted(ids: readonly ExecutionId[], id: ExecutionId): readonly ExecutionId[] | null {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const probe = ids[middle];
    if (probe === id) return null;
    if (probe !== undefined && probe < id) low = middle + 1;
    else high = middle;
  }
  return [...ids.slice(0, low), id, ...ids.slice(low)];
}
