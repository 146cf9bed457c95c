import { moneyFromUnits, moneyUnits, ZERO_MONEY } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck } from "../../check.ts";
import { guardOf, ownExposure } from "./own-book.ts";

/** Worst-case gross exposure of the strategy: this symbol with the order, and all others that it holds. */
export const strategyGrossExposure = defineCheck({
  code: "strategy_gross_exposure",
  label: "Strategy's gross exposure",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    if (order.context.levels.own?.limits.maxGrossExposure === undefined) return NOT_MEASURED;
    const exposure = ownExposure(order);
    return exposure === null ? NOT_MEASURED : moneyUnits(exposure);
  },
  limit: ({ context }) => moneyUnits(context.levels.own?.limits.maxGrossExposure ?? ZERO_MONEY),
  deny: (order, value, limit) => ({
    code: "strategy_gross_exposure",
    strategyId: guardOf(order).strategyId,
    exposure: moneyFromUnits(value),
    limit: moneyFromUnits(limit),
  }),
});
