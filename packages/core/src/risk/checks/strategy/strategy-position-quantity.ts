import { quantityFromUnits, quantityUnits, ZERO_QUANTITY } from "../../../number/quantity.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck } from "../../check.ts";
import { guardOf, ownWorstQuantity } from "./own-book.ts";

/** Largest position of the strategy in the symbol, long or short, that any outcome of its orders can lead to. */
export const strategyPositionQuantity = defineCheck({
  code: "strategy_position_quantity",
  label: "Strategy's position quantity",
  unit: "shares",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) =>
    order.context.levels.own?.limits.maxPositionQuantity === undefined
      ? NOT_MEASURED
      : quantityUnits(ownWorstQuantity(order)),
  limit: ({ context }) =>
    quantityUnits(context.levels.own?.limits.maxPositionQuantity ?? ZERO_QUANTITY),
  deny: (order, value, limit) => ({
    code: "strategy_position_quantity",
    strategyId: guardOf(order).strategyId,
    symbol: order.intent.symbol,
    quantity: quantityFromUnits(value),
    limit: quantityFromUnits(limit),
  }),
});
