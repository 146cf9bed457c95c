import { isOnTick, type Price, priceFromUnits, priceUnits, tickUnits } from "../../number/price.ts";
import type { OrderPricing } from "../../order/order-intent.ts";
import { defineCheck } from "../check.ts";

/** Limit and stop prices must sit on a legal tick (Rule 612): 0 they do, otherwise how far off the first is. */
export const priceTick = defineCheck({
  code: "price_tick",
  label: "Price tick",
  unit: "usd_per_share",
  bound: "at_most",
  appliesToReducing: true,
  value: ({ intent }) => {
    const price = offTick(intent.pricing);
    return price === null ? 0 : priceUnits(price) % tickUnits(price);
  },
  limit: () => 0,
  deny: ({ intent }) => {
    const price = offTick(intent.pricing) ?? priceFromUnits(0);
    return { code: "price_tick", price, tick: priceFromUnits(tickUnits(price)) };
  },
});

function offTick(pricing: OrderPricing): Price | null {
  switch (pricing.type) {
    case "market":
      return null;
    case "limit":
      return unlessOnTick(pricing.limitPrice);
    case "stop":
      return unlessOnTick(pricing.stopPrice);
    case "stop_limit":
      return unlessOnTick(pricing.limitPrice) ?? unlessOnTick(pricing.stopPrice);
  }
}

function unlessOnTick(price: Price): Price | null {
  return isOnTick(price) ? null : price;
}
