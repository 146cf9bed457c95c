import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { ordersSince } from "../../flow/order-flow.ts";

/** Orders of the strategy in the symbol that took new risk in the rolling window, this one included. */
export const symbolWindowOrders = defineCheck({
  code: "symbol_window_orders",
  label: "Strategy's orders in the window",
  unit: "count",
  bound: "at_most",
  appliesToReducing: false,
  value: ordersWithThis,
  limit: ({ context }) => context.limits.maxSymbolWindowOrders,
  deny: (order) => ({
    code: "symbol_window_orders",
    symbol: order.intent.symbol,
    orders: ordersWithThis(order),
    limit: order.context.limits.maxSymbolWindowOrders,
    windowMs: order.context.limits.rollingWindowMs,
  }),
});

function ordersWithThis({ context }: OrderUnderCheck): number {
  const since = context.time - context.limits.rollingWindowMs;
  return ordersSince(context.symbolFlow.orders, since) + 1;
}
