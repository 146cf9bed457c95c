import { defineCheck } from "../check.ts";

/**
 * Whether the account can be valued: a position without a price of today, or an order without any, hides loss and
 * exposure from the limits below. Symbols that are concerned; none may be.
 */
export const valuation = defineCheck({
  code: "valuation",
  label: "Symbols without a price",
  unit: "count",
  bound: "at_most",
  appliesToReducing: false,
  value: ({ context }) => context.unmarkedPositions + context.unpricedOrders,
  limit: () => 0,
  deny: ({ context }) => ({
    code: "valuation",
    positions: context.unmarkedPositions,
    orders: context.unpricedOrders,
  }),
});
