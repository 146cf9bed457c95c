import { defineCheck, type OrderUnderCheck } from "../check.ts";
import { levelPart } from "../levels/limits-for.ts";
import { ordersInLastMinute } from "../recent-orders.ts";

/** Orders approved in the last 60 seconds, this one included. */
export const orderRate = defineCheck({
  code: "order_rate",
  label: "Orders per minute",
  unit: "count",
  bound: "at_most",
  appliesToReducing: false,
  value: ordersWithThis,
  limit: ({ context }) => context.limits.maxOrdersPerMinute,
  deny: (order) => ({
    code: "order_rate",
    orders: ordersWithThis(order),
    limit: order.context.limits.maxOrdersPerMinute,
    ...levelPart(order.context.levels.boundBy, "maxOrdersPerMinute"),
  }),
});

function ordersWithThis({ context }: OrderUnderCheck): number {
  return ordersInLastMinute(context.recentOrders, context.time) + 1;
}
