import { moneyFromUnits, moneyUnits } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck } from "../../check.ts";
import { levelPart } from "../../levels/limits-for.ts";
import { sidesWith } from "./sides-with.ts";

/** All that could be long together, in the worst case of all open orders and this one. */
export const longExposure = defineCheck({
  code: "long_exposure",
  label: "Long exposure",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const sides = sidesWith(order);
    return sides === null ? NOT_MEASURED : moneyUnits(sides.long);
  },
  limit: ({ context }) => moneyUnits(context.limits.maxLongExposure),
  deny: ({ context }, units) => ({
    code: "long_exposure",
    exposure: moneyFromUnits(units),
    limit: context.limits.maxLongExposure,
    ...levelPart(context.levels.boundBy, "maxLongExposure"),
  }),
});
