import { moneyFromUnits, moneyUnits } from "../../number/money.ts";
import { NOT_MEASURED } from "../check-bits.ts";
import { defineCheck, orderNotional as notionalOf } from "../check.ts";
import { levelPart } from "../levels/limits-for.ts";

/** What the order is worth at most. */
export const orderNotional = defineCheck({
  code: "order_notional",
  label: "Order notional",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const notional = notionalOf(order);
    return notional === null ? NOT_MEASURED : moneyUnits(notional);
  },
  limit: ({ context }) => moneyUnits(context.limits.maxOrderNotional),
  deny: ({ context }, units) => ({
    code: "order_notional",
    notional: moneyFromUnits(units),
    limit: context.limits.maxOrderNotional,
    ...levelPart(context.levels.boundBy, "maxOrderNotional"),
  }),
});
