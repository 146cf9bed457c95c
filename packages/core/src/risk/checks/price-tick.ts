import { isOnTick, type Price, priceFromUnits, priceUnits, tickUnits } from "../../number/price.ts";
import { orderPrice } from "../../order/order.ts";
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
    const price = decidingPrice(intent.pricing);
    return priceUnits(price) % tickUnits(price);
  },
  limit: () => 0,
  deny: ({ intent }) => {
    const price = decidingPrice(intent.pricing);
    return { code: "price_tick", price, tick: priceFromUnits(tickUnits(price)) };
  },
});

/** Stands for the price of an order that has none: it is on every tick. */
const NO_PRICE = priceFromUnits(0);

/** Returns the first price of an order that is off its tick, or the last one where none is. */
function decidingPrice(pricing: OrderPricing): Price {
  const price = orderPrice(pricing) ?? NO_PRICE;
  return pricing.type === "stop_limit" && isOnTick(price) ? pricing.stopPrice : price;
}
