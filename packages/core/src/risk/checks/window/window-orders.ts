import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { ordersSince } from "../../flow/order-flow.ts";

/** Orders of the account that took new risk in the rolling window, this one included (15c3-5 (c)(1)(ii)). */
export const windowOrders = defineCheck({
  code: "window_orders",
  label: "Orders in the window",
  unit: "count",
  bound: "at_most",
  appliesToReducing: false,
  value: ordersWithThis,
  limit: ({ context }) => context.limits.maxWindowOrders,
  deny: (order) => ({
    code: "window_orders",
    orders: ordersWithThis(order),
    limit: order.context.limits.maxWindowOrders,
    windowMs: order.context.limits.rollingWindowMs,
  }),
});

function ordersWithThis({ context }: OrderUnderCheck): number {
  return ordersSince(context.accountFlow, context.time - context.limits.rollingWindowMs) + 1;
}
