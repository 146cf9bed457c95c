import { moneyFromUnits, moneyUnits } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck } from "../../check.ts";
import { levelPart } from "../../levels/limits-for.ts";
import { sidesWith } from "./sides-with.ts";

/** All that could be short together, in the worst case of all open orders and this one. */
export const shortExposure = defineCheck({
  code: "short_exposure",
  label: "Short exposure",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const sides = sidesWith(order);
    return sides === null ? NOT_MEASURED : moneyUnits(sides.short);
  },
  limit: ({ context }) => moneyUnits(context.limits.maxShortExposure),
  deny: ({ context }, units) => ({
    code: "short_exposure",
    exposure: moneyFromUnits(units),
    limit: context.limits.maxShortExposure,
    ...levelPart(context.levels.boundBy, "maxShortExposure"),
  }),
});
