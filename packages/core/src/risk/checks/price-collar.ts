import { priceFromUnits, priceUnits } from "../../number/price.ts";
import { orderPrice } from "../../order/order.ts";
import { NOT_MEASURED } from "../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../check.ts";
import { levelPart } from "../levels/limits-for.ts";

/**
 * How far the order's price lies from the reference, up or down, in hundredths of a percent of it. The reference is
 * the midpoint, or without a regular quote the last good price. An order without a price is measured at the far
 * touch. It also holds for a strategy's orders toward flat, because a closing order at a mistaken price loses as much
 * as an opening one; but not for those without a price, nor for what a person, a stop or a kill closes, which the
 * engine prices at the far touch: nobody chose that price, and a wide spread must not keep anybody in.
 */
export const priceCollar = defineCheck({
  code: "price_collar",
  label: "Price collar",
  unit: "bps",
  bound: "at_most",
  appliesToReducing: true,
  value: deviationBps,
  limit: ({ context }) => context.limits.priceCollarBps,
  deny: (order) => ({
    code: "price_collar",
    price: order.price ?? priceFromUnits(0),
    reference: order.referencePrice ?? priceFromUnits(0),
    deviationBps: deviationBps(order),
    limitBps: order.context.limits.priceCollarBps,
    ...levelPart(order.context.levels.boundBy, "priceCollarBps"),
  }),
});

function deviationBps({ intent, reducing, price, referencePrice }: OrderUnderCheck): number {
  if (price === null || referencePrice === null) return NOT_MEASURED;
  const isPriceless = orderPrice(intent.pricing) === null || intent.purpose !== "signal";
  if (reducing && isPriceless) return NOT_MEASURED;
  const reference = priceUnits(referencePrice);
  return (Math.abs(priceUnits(price) - reference) * 10_000) / reference;
}
