import { quantityUnits } from "../../number/quantity.ts";
import { defineCheck } from "../check.ts";
import { levelPart } from "../levels/limits-for.ts";

/** Largest position in the symbol, long or short, that any outcome of the open orders and this one can lead to. */
export const positionQuantity = defineCheck({
  code: "position_quantity",
  label: "Position quantity",
  unit: "shares",
  bound: "at_most",
  appliesToReducing: false,
  value: ({ worstQuantity }) => quantityUnits(worstQuantity),
  limit: ({ context }) => quantityUnits(context.limits.maxPositionQuantity),
  deny: ({ worstQuantity, context }) => ({
    code: "position_quantity",
    quantity: worstQuantity,
    limit: context.limits.maxPositionQuantity,
    ...levelPart(context.levels.boundBy, "maxPositionQuantity"),
  }),
});
