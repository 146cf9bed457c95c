import { assertNever } from "@interlock/core/assert";
import { type Price, priceUnits } from "@interlock/core/number/price";
import {
  isWholeShares,
  type Quantity,
  quantityUnits,
  subtractQuantity,
} from "@interlock/core/number/quantity";
import { checkClientOrderId } from "./check-terms.ts";
import { mark, reject, supersede, tellPending } from "./lifecycle.ts";
import { NO_EXITS, type Trail, trailByPercent, trailByPrice } from "./order-class.ts";
import type { NewOrder, OrderRecord, TimeInForce } from "./order-record.ts";
import { granted, type Outcome, refused } from "../outcome.ts";
import { takePlace } from "./order-group.ts";
import { createOrder, place, propose } from "./submit.ts";
import { malformed, notFound, unprocessable, type VenueError } from "../venue-error.ts";
import type { VenueState } from "../venue-state.ts";

/** What is to change; null leaves as it is. `quantity` is the total, the filled part included. */
export interface OrderChanges {
  readonly quantity: Quantity | null;
  readonly timeInForce: TimeInForce | null;
  readonly limitPrice: Price | null;
  readonly stopPrice: Price | null;
  /** Of a trailing stop: its new distance, in the unit in which it was given. */
  readonly trail: string | null;
  readonly clientOrderId: string | null;
}

/**
 * Replaces an open order by a new one with changed terms. The new order has an id of its own and is for what the old
 * one has not filled, so that the filled quantities along a chain add up to what was traded. Its priority is that of
 * a new arrival. The old order ends as `replaced`. With `fails`, a fault, the answer is the same and then the new order
 * is rejected, and the old one works on: a granted replacement is no promise.
 */
export function replace(
  state: VenueState,
  orderId: string,
  changes: OrderChanges & { readonly fails?: boolean },
): Outcome<Readonly<OrderRecord>> {
  const old = state.orders.get(orderId);
  if (old === undefined) return refused(notFound(`order not found for ${orderId}`));
  const fault =
    checkReplaceable(old) ??
    checkChanges(old, changes) ??
    checkClientOrderId(state, changes.clientOrderId);
  if (fault !== null) return refused(fault);
  const wanted = changedOrder(old, changes);
  if (!wanted.ok) return wanted;
  const proposed = propose(state, wanted.value, old);
  if (!proposed.ok) return proposed;
  const order = createOrder(state, proposed.value, changes.clientOrderId);
  if (changes.fails === true) return granted(refuseLater(state, old, order));
  tellPending(state, old, "pending_replace");
  supersede(state, old, order.id);
  takePlace(state, old, order);
  return granted(place(state, order));
}

function refuseLater(
  state: VenueState,
  old: OrderRecord,
  order: OrderRecord,
): Readonly<OrderRecord> {
  const answer = { ...order, status: "new" } as const;
  reject(state, { ...order, legIds: [], parentId: null });
  mark(state, old, { event: "order_replace_rejected", reason: "TOO_LATE_TO_REPLACE" });
  return answer;
}

function checkReplaceable(old: OrderRecord): VenueError | null {
  switch (old.status) {
    case "new":
    case "partially_filled":
      return old.notional === null ? null : unprocessable("notional orders cannot be replaced");
    case "accepted":
    case "pending_new":
    case "pending_cancel":
    case "pending_replace":
    case "held":
    case "done_for_day":
    case "stopped":
    case "suspended":
    case "calculated":
      return unprocessable(`cannot replace order in ${old.status} status`);
    case "replaced":
      return unprocessable("order already replaced");
    case "filled":
    case "canceled":
    case "expired":
    case "rejected":
      return unprocessable("unable to replace order, order is not open");
    default:
      return assertNever(old.status);
  }
}

function samePrice(a: Price | null, b: Price | null): boolean {
  return a === null || (b !== null && priceUnits(a) === priceUnits(b));
}

function checkChanges(old: OrderRecord, changes: OrderChanges): VenueError | null {
  if (changes.limitPrice !== null && old.limitPrice === null) {
    return malformed(`${old.type} orders require no limit price`);
  }
  if (changes.stopPrice !== null && old.stopPrice === null) {
    return malformed(`${old.type} orders require no stop price`);
  }
  if (changes.trail !== null && old.trail === null) {
    return malformed(`${old.type} orders require no trail`);
  }
  if (changes.quantity !== null && old.orderClass !== "simple") {
    return unprocessable("qty cannot be changed for advanced orders");
  }
  if (changesNothing(old, changes)) return unprocessable("order parameters are not changed");
  return changes.quantity === null ? null : checkQuantity(old, changes.quantity);
}

function changesNothing(old: OrderRecord, changes: OrderChanges): boolean {
  const total = changes.quantity ?? old.quantity;
  return (
    quantityUnits(total) === quantityUnits(old.quantity) &&
    samePrice(changes.limitPrice, old.limitPrice) &&
    samePrice(changes.stopPrice, old.stopPrice) &&
    changes.trail === null &&
    (changes.timeInForce ?? old.timeInForce) === old.timeInForce
  );
}

function checkQuantity(old: OrderRecord, total: Quantity): VenueError | null {
  if (!isWholeShares(total) || !isWholeShares(old.quantity)) {
    return unprocessable("qty of fractional orders cannot be changed");
  }
  const exceeds = quantityUnits(total) > quantityUnits(old.filledQuantity);
  return exceeds ? null : unprocessable("qty must be > filled_qty");
}

function changedOrder(old: OrderRecord, changes: OrderChanges): Outcome<NewOrder> {
  const trail = changedTrail(old.trail, changes.trail);
  if (!trail.ok) return trail;
  return granted({
    clientOrderId: changes.clientOrderId,
    symbol: old.symbol,
    side: old.side,
    type: old.type,
    timeInForce: changes.timeInForce ?? old.timeInForce,
    quantity: subtractQuantity(changes.quantity ?? old.quantity, old.filledQuantity),
    notional: null,
    limitPrice: changes.limitPrice ?? old.limitPrice,
    stopPrice: old.trail === null ? (changes.stopPrice ?? old.stopPrice) : null,
    trail: trail.value,
    orderClass: old.orderClass,
    exits: NO_EXITS,
    extendedHours: old.extendedHours,
    positionIntent: null,
  });
}

function changedTrail(trail: Trail | null, changed: string | null): Outcome<Trail | null> {
  if (trail === null || changed === null) return granted(trail);
  return trail.by === "price" ? trailByPrice(changed) : trailByPercent(changed);
}
