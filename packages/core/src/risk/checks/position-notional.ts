import { type Money, moneyFromUnits, moneyUnits, notional } from "../../number/money.ts";
import { NOT_MEASURED } from "../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../check.ts";
import { levelPart } from "../levels/limits-for.ts";

/** What that largest position is worth at the reference price. */
export const positionNotional = defineCheck({
  code: "position_notional",
  label: "Position notional",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const worst = worstNotional(order);
    return worst === null ? NOT_MEASURED : moneyUnits(worst);
  },
  limit: ({ context }) => moneyUnits(context.limits.maxPositionNotional),
  deny: ({ context }, units) => ({
    code: "position_notional",
    notional: moneyFromUnits(units),
    limit: context.limits.maxPositionNotional,
    ...levelPart(context.levels.boundBy, "maxPositionNotional"),
  }),
});

/** Returns the worst case of the symbol in dollars; null without a reference price. */
export function worstNotional({ referencePrice, worstQuantity }: OrderUnderCheck): Money | null {
  return referencePrice === null ? null : notional(referencePrice, worstQuantity);
}
