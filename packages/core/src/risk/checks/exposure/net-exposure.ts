import { moneyFromUnits, moneyUnits } from "../../../number/money.ts";
import { worstNet } from "../../../portfolio/side-exposure.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck } from "../../check.ts";
import { levelPart } from "../../levels/limits-for.ts";
import { sidesWith } from "./sides-with.ts";

/** Long less short, or short less long, in the worst case: all open orders of one side fill and none of the other. */
export const netExposure = defineCheck({
  code: "net_exposure",
  label: "Net exposure",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const sides = sidesWith(order);
    return sides === null ? NOT_MEASURED : moneyUnits(worstNet(sides));
  },
  limit: ({ context }) => moneyUnits(context.limits.maxNetExposure),
  deny: ({ context }, units) => ({
    code: "net_exposure",
    exposure: moneyFromUnits(units),
    limit: context.limits.maxNetExposure,
    ...levelPart(context.levels.boundBy, "maxNetExposure"),
  }),
});
