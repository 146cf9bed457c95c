import { type Money, moneyUnits, ZERO_MONEY } from "../../../number/money.ts";
import { worstNet } from "../../../portfolio/side-exposure.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { sidesWith } from "./sides-with.ts";

/** Long less short, or short less long, in the worst case: all open orders of one side fill and none of the other. */
export const netExposure = defineCheck({
  code: "net_exposure",
  label: "Net exposure",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const net = netWith(order);
    return net === null ? NOT_MEASURED : moneyUnits(net);
  },
  limit: ({ context }) => moneyUnits(context.limits.maxNetExposure),
  deny: (order) => ({
    code: "net_exposure",
    exposure: netWith(order) ?? ZERO_MONEY,
    limit: order.context.limits.maxNetExposure,
  }),
});

function netWith(order: OrderUnderCheck): Money | null {
  const sides = sidesWith(order);
  return sides === null ? null : worstNet(sides);
}
