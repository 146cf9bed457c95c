import { openOrders } from "../account/account-figures.ts";
import { cancel, leavePendingCancel, tellPending } from "./lifecycle.ts";
import { isClosed, type OrderRecord } from "./order-record.ts";
import { granted, type Outcome, refused } from "../outcome.ts";
import { notFound, unprocessable } from "../venue-error.ts";
import type { VenueState } from "../venue-state.ts";

/**
 * Cancels one order. An order that is canceled already answers as if it were canceled now, as paper accounts do.
 * `stuck` is a fault: the request is taken and never finished.
 */
export function cancelOrder(
  state: VenueState,
  orderId: string,
  stuck: boolean,
): Outcome<Readonly<OrderRecord>> {
  const order = state.orders.get(orderId);
  if (order === undefined) return refused(notFound(`order not found for ${orderId}`));
  if (order.status === "canceled") return granted(order);
  if (order.status === "pending_cancel") return refused(unprocessable("order pending cancel"));
  if (order.status === "pending_replace") return refused(unprocessable("order pending replace"));
  if (isClosed(order)) {
    return refused(unprocessable(`order is already in "${order.status}" state`));
  }
  if (stuck) leavePendingCancel(state, order);
  else {
    tellPending(state, order, "pending_cancel");
    cancel(state, order);
  }
  return granted({ ...order });
}

/**
 * What became of one order when all were to be canceled; `status` is the HTTP status that it alone would have had.
 */
export interface CancelLine {
  readonly id: string;
  readonly status: number;
}

/**
 * Cancels every open order, oldest first. Faults: the first `failing` are left as they are and answered 500, the
 * next `stuck` get stuck.
 */
export function cancelAll(state: VenueState, stuck: number, failing = 0): CancelLine[] {
  const open = [...openOrders(state)].sort((a, b) => a.sequence - b.sequence);
  return open.map((order, index) => {
    if (index < failing) return { id: order.id, status: 500 };
    const outcome = cancelOrder(state, order.id, index < failing + stuck);
    return { id: order.id, status: outcome.ok ? 200 : outcome.error.status };
  });
}
