import { addMoney, moneyFromUnits, moneyUnits } from "../../number/money.ts";
import { NOT_MEASURED } from "../check-bits.ts";
import { defineCheck } from "../check.ts";
import { levelPart } from "../levels/limits-for.ts";
import { worstNotional } from "./position-notional.ts";

/** Worst-case gross exposure of the account: this symbol with the order, and all others. */
export const grossExposure = defineCheck({
  code: "gross_exposure",
  label: "Gross exposure",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const here = worstNotional(order);
    if (here === null) return NOT_MEASURED;
    return moneyUnits(addMoney(order.context.exposureElsewhere, here));
  },
  limit: ({ context }) => moneyUnits(context.limits.maxGrossExposure),
  deny: ({ context }, units) => ({
    code: "gross_exposure",
    exposure: moneyFromUnits(units),
    limit: context.limits.maxGrossExposure,
    ...levelPart(context.levels.boundBy, "maxGrossExposure"),
  }),
});
