import { defineCheck } from "../check.ts";
import { levelPart } from "../levels/limits-for.ts";

/** Open orders of the account, this one included. */
export const openOrders = defineCheck({
  code: "open_orders",
  label: "Open orders",
  unit: "count",
  bound: "at_most",
  appliesToReducing: false,
  value: ({ context }) => context.openOrderCount + 1,
  limit: ({ context }) => context.limits.maxOpenOrders,
  deny: ({ context }) => ({
    code: "open_orders",
    open: context.openOrderCount + 1,
    limit: context.limits.maxOpenOrders,
    ...levelPart(context.levels.boundBy, "maxOpenOrders"),
  }),
});
