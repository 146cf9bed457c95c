import { addMoney, type Money, moneyUnits, ZERO_MONEY } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, orderNotional, type OrderUnderCheck } from "../../check.ts";

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
    const needed = neededWith(order);
    return needed === null ? NOT_MEASURED : moneyUnits(needed);
  },
  limit: (order) => moneyUnits(powerOf(order)),
  deny: (order) => ({
    code: "buying_power",
    needed: neededWith(order) ?? ZERO_MONEY,
    available: powerOf(order),
    ageMs: ageMs(order),
    ageLimitMs: order.context.limits.maxAccountAgeMs,
  }),
});

function neededWith(order: OrderUnderCheck): Money | null {
  const here = orderNotional(order);
  return here === null
    ? null
    : addMoney(order.context.exposure.venue?.reserved ?? ZERO_MONEY, here);
}

function powerOf(order: OrderUnderCheck): Money {
  const { exposure, limits } = order.context;
  const age = ageMs(order);
  if (exposure.venue === null || age === null || age > limits.maxAccountAgeMs) return ZERO_MONEY;
  return exposure.venue.buyingPower;
}

function ageMs({ context: { exposure, time } }: OrderUnderCheck): number | null {
  return exposure.venue === null ? null : Math.max(0, time - exposure.venue.askedAt);
}
