import type { Order } from "../src/order/order.ts";
import type { OrderEvent } from "../src/order/order-event.ts";
import { transitionOrder } from "../src/order/order-transition.ts";
import { anOrder } from "./builders.ts";

/** Applies events in order; what is ignored leaves the order as it was. */
export function after(events: readonly OrderEvent[], from: Order = anOrder()): Order {
  return events.reduce((order, event) => {
    const result = transitionOrder(order, event);
    return result.kind === "ignored" ? order : result.order;
  }, from);
}

/** Why an event changed nothing; says so when it did. */
export function ignoredReason(order: Order, event: OrderEvent): string {
  const result = transitionOrder(order, event);
  return result.kind === "ignored" ? result.reason : `not ignored but ${result.kind}`;
}
