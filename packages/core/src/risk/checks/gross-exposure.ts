import { addMoney, type Money, moneyUnits, ZERO_MONEY } from "../../number/money.ts";
import { NOT_MEASURED } from "../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../check.ts";
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
    const exposure = exposureWith(order);
    return exposure === null ? NOT_MEASURED : moneyUnits(exposure);
  },
  limit: ({ context }) => moneyUnits(context.limits.maxGrossExposure),
  deny: (order) => ({
    code: "gross_exposure",
    exposure: exposureWith(order) ?? ZERO_MONEY,
    limit: order.context.limits.maxGrossExposure,
    ...levelPart(order.context.levels.boundBy, "maxGrossExposure"),
  }),
});

function exposureWith(order: OrderUnderCheck): Money | null {
  const here = worstNotional(order);
  return here === null ? null : addMoney(order.context.exposureElsewhere, here);
}
