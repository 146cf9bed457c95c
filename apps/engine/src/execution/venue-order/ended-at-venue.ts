import { quantityUnits } from "@interlock/core/number/quantity";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import { awaitsExecutions, type EndAtVenue, isOpen, type Order } from "@interlock/core/order/order";
import type { Decision } from "../../decision.ts";
import type { SeenAtVenue } from "./ended-orders.ts";
import { findOrder } from "./find-order.ts";

/**
 * Notes that the venue shows one of our orders ended while executions of it are not listed: it counts in full until
 * they come, and a person may take over what they did (`plan-adoption.ts`).
 */
export function noteEndAtVenue(decision: Decision, order: Order, seen: SeenAtVenue): void {
  const { order: venueOrder, at, raw } = seen;
  const { filledQuantity, venueStatus } = venueOrder;
  const status = endOf(venueOrder);
  const known = order.endedAtVenue;
  if (status === null || !isShort(order, venueOrder)) return;
  if (known?.status === status && known.filledQuantity === filledQuantity) return;
  const event = { kind: "ended_at_venue" as const, at, status, filledQuantity, venueStatus };
  // A list's answer is not kept whole: what was read of this order stands for it.
  const message = raw === "" ? JSON.stringify(venueOrder) : raw;
  const { clientOrderId } = order;
  decision.emit({ kind: "order_advanced", clientOrderId, event, raw: message });
}

/** Tells whether executions of an order of ours are missing: by this answer, or by one before that none explained. */
export function missesExecutions(decision: Decision, listed: ListedBoth): boolean {
  const isMissing = (venueOrder: VenueOrder) => {
    const order = findOrder(decision, venueOrder);
    return order !== null && isShort(order, venueOrder);
  };
  return (
    Object.values(decision.state.orders).some(awaitsExecutions) ||
    listed.openOrders.some(isMissing) ||
    listed.closedOrders.some(isMissing)
  );
}

interface ListedBoth {
  readonly openOrders: readonly VenueOrder[];
  readonly closedOrders: readonly VenueOrder[];
}

/** Tells whether the venue counts more of an open order as filled than we have booked. */
function isShort(order: Order, { filledQuantity }: VenueOrder): boolean {
  return isOpen(order) && quantityUnits(filledQuantity) > quantityUnits(order.filledQuantity);
}

/** How an order ended at the venue; null for one that works. */
function endOf({ status }: VenueOrder): EndAtVenue["status"] | null {
  switch (status) {
    case "filled":
    case "canceled":
    case "expired":
    case "rejected":
    case "replaced":
      return status;
    default:
      return null;
  }
}
