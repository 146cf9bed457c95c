import { quantityUnits } from "../../number/quantity.ts";
import { defineCheck } from "../check.ts";
import { levelPart } from "../levels/limits-for.ts";

/** Shares of the order. */
export const orderQuantity = defineCheck({
  code: "order_quantity",
  label: "Order quantity",
  unit: "shares",
  bound: "at_most",
  appliesToReducing: false,
  value: ({ intent }) => quantityUnits(intent.quantity),
  limit: ({ context }) => quantityUnits(context.limits.maxOrderQuantity),
  deny: ({ intent, context }) => ({
    code: "order_quantity",
    quantity: intent.quantity,
    limit: context.limits.maxOrderQuantity,
    ...levelPart(context.levels.boundBy, "maxOrderQuantity"),
  }),
});
