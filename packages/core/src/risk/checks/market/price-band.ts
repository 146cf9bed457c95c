import { InvariantError } from "../../../assert.ts";
import { type Price, priceUnits } from "../../../number/price.ts";
import type { OrderPricing } from "../../../order/order-intent.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";

/**
 * Limit up, limit down: no bid above the upper band and no offer below the lower one, for neither may trade or be shown
 * (LULD plan, section VI). It measures how far the order's own price lies beyond its band, in dollars a share. An order
 * that waits for a stop price is shown to nobody yet, and one without a price stays within the bands by itself.
 */
export const priceBand = defineCheck({
  code: "price_band",
  label: "Price band",
  unit: "usd_per_share",
  bound: "at_most",
  appliesToReducing: true,
  value: beyondUnits,
  limit: () => 0,
  deny: ({ intent, context }) => {
    const price = shownPrice(intent.pricing);
    const { bands } = context.market;
    if (price === null || bands === null)
      throw new InvariantError("denied by a price band that is not there");
    const { lower, upper } = bands;
    return { code: "price_band", symbol: intent.symbol, side: intent.side, price, lower, upper };
  },
});

function beyondUnits({ intent, context }: OrderUnderCheck): number {
  const price = shownPrice(intent.pricing);
  const { bands } = context.market;
  if (price === null || bands === null) return NOT_MEASURED;
  const distance =
    intent.side === "buy"
      ? priceUnits(price) - priceUnits(bands.upper)
      : priceUnits(bands.lower) - priceUnits(price);
  return Math.max(0, distance);
}

function shownPrice(pricing: OrderPricing): Price | null {
  return pricing.type === "limit" ? pricing.limitPrice : null;
}
