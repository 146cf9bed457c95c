import { priceUnits } from "../../number/price.ts";
import { orderPrice } from "../../order/order.ts";
import { defineCheck, type OrderUnderCheck } from "../check.ts";

/**
 * Our own open order on the other side that this one could trade with; the venue refuses such pairs as wash trades.
 * Two limit orders collide when the buy is priced at or above the sell, any other pair always: 0 cannot, 1 could.
 */
export const selfTrade = defineCheck({
  code: "self_trade",
  label: "Self-trade",
  unit: "words",
  words: ["impossible", "possible"],
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => (couldTradeWithSelf(order) ? 1 : 0),
  limit: () => 0,
  deny: ({ intent, context }) => ({
    code: "self_trade",
    side: intent.side,
    opposite: intent.side === "buy" ? context.openOrders.sells : context.openOrders.buys,
  }),
});

function couldTradeWithSelf({ intent, context }: OrderUnderCheck): boolean {
  const { openOrders } = context;
  const buying = intent.side === "buy";
  const unpriced = buying ? openOrders.unpricedSells : openOrders.unpricedBuys;
  if (unpriced > 0) return true;
  const touch = buying ? openOrders.lowestSell : openOrders.highestBuy;
  if (touch === null) return false;
  const price = intent.pricing.type === "stop" ? null : orderPrice(intent.pricing);
  if (price === null) return true;
  return buying ? priceUnits(price) >= priceUnits(touch) : priceUnits(price) <= priceUnits(touch);
}
