import {
  addMoney,
  type Money,
  moneyFromUnits,
  moneyUnits,
  ZERO_MONEY,
} from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, orderNotional, type OrderUnderCheck } from "../../check.ts";
import type { VenueFigures } from "../../exposure/exposure-guard.ts";

/**
 * What the order and all that the venue's figure may not count yet would take of the buying power that it named last.
 * A figure that is missing or too old is none: what nobody confirms is not to be spent. What is not sold frees nothing.
 */
export const buyingPower = defineCheck({
  code: "buying_power",
  label: "Buying power",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const here = orderNotional(order);
    if (here === null) return NOT_MEASURED;
    return moneyUnits(addMoney(order.context.exposure.venue?.reserved ?? ZERO_MONEY, here));
  },
  limit: (order) => moneyUnits(powerOf(order)),
  deny: (order, units) => {
    const {
      exposure: { venue },
      limits,
    } = order.context;
    return {
      code: "buying_power",
      needed: moneyFromUnits(units),
      available: powerOf(order),
      ageMs: venue === null ? null : ageOf(venue, order),
      ageLimitMs: limits.maxAccountAgeMs,
    };
  },
});

function powerOf(order: OrderUnderCheck): Money {
  const { venue } = order.context.exposure;
  if (venue === null) return ZERO_MONEY;
  const isOld = ageOf(venue, order) > order.context.limits.maxAccountAgeMs;
  return isOld ? ZERO_MONEY : venue.buyingPower;
}

/** A figure from the future counts as new. */
function ageOf({ askedAt }: VenueFigures, { context }: OrderUnderCheck): number {
  return Math.max(0, context.time - askedAt);
}
