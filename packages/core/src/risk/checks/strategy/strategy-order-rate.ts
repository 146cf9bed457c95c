import { approvalsInLastMinute } from "../../../portfolio/strategy-sums.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { guardOf, holdingOf } from "./own-book.ts";

/** Orders of the strategy approved in the last 60 seconds, this one included. */
export const strategyOrderRate = defineCheck({
  code: "strategy_order_rate",
  label: "Strategy's orders per minute",
  unit: "count",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) =>
    order.context.levels.own?.limits.maxOrdersPerMinute === undefined
      ? NOT_MEASURED
      : ordersWithThis(order),
  limit: ({ context }) => context.levels.own?.limits.maxOrdersPerMinute ?? 0,
  deny: (order, orders, limit) => ({
    code: "strategy_order_rate",
    strategyId: guardOf(order).strategyId,
    orders,
    limit,
  }),
});

function ordersWithThis(order: OrderUnderCheck): number {
  return approvalsInLastMinute(holdingOf(order).sums, order.context.time) + 1;
}
