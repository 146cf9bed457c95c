import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck } from "../../check.ts";
import { guardOf, holdingOf } from "./own-book.ts";

/** Open orders of the strategy, this one included. */
export const strategyOpenOrders = defineCheck({
  code: "strategy_open_orders",
  label: "Strategy's open orders",
  unit: "count",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) =>
    order.context.levels.own?.limits.maxOpenOrders === undefined
      ? NOT_MEASURED
      : holdingOf(order).sums.openOrders + 1,
  limit: ({ context }) => context.levels.own?.limits.maxOpenOrders ?? 0,
  deny: (order, open, limit) => ({
    code: "strategy_open_orders",
    strategyId: guardOf(order).strategyId,
    open,
    limit,
  }),
});
