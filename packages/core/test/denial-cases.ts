import { price } from "../src/number/price.ts";
import { shares } from "../src/number/quantity.ts";
import type { Order } from "../src/order/order.ts";
import type { OrderIntent, OrderPricing } from "../src/order/order-intent.ts";
import type { OpenOrders } from "../src/portfolio/open-orders.ts";
import { checkOrder } from "../src/risk/check-order.ts";
import type { Denial } from "../src/risk/denial.ts";
import type { RiskContext } from "../src/risk/risk-context.ts";
import { aContext, anIntent, anOrder, sumOpenOrders } from "./builders.ts";

/** A case of the risk gate: what differs from quiet circumstances, and the one denial that it gives, or none. */
export type DenialCase = [
  name: string,
  intent: Partial<OrderIntent>,
  context: Partial<RiskContext>,
  denial: Denial | null,
];

/** Returns what risk answers in a case, and what it should. */
export function outcomeOf([, intent, context, denial]: DenialCase): Outcome {
  return { got: denialsOf(intent, context), wanted: denial === null ? [] : [denial] };
}

interface Outcome {
  readonly got: readonly Denial[];
  readonly wanted: readonly Denial[];
}

/** Returns why risk denies an order, nothing when it approves. */
export function denialsOf(
  intent: Partial<OrderIntent>,
  context: Partial<RiskContext> = {},
): readonly Denial[] {
  const decision = checkOrder(anIntent(intent), aContext(context));
  return decision.kind === "approved" ? [] : decision.denials;
}

/** A limit price in dollars. */
export function limit(at: string): OrderPricing {
  return { type: "limit", limitPrice: price(at) };
}

/** The sums of some open orders, each with its whole quantity still to trade. */
export function openOrders(...orders: Partial<Order>[]): OpenOrders {
  return sumOpenOrders(
    orders.map((order) => anOrder({ leavesQuantity: order.quantity ?? shares(100), ...order })),
  );
}

/** No price of its own. */
export const MARKET: OrderPricing = { type: "market" };
/** 100 shares held. */
export const LONG: Partial<RiskContext> = { position: shares(100) };
/** 100 shares sold short. */
export const SHORT: Partial<RiskContext> = { position: shares(-100) };
/** A sale a little below the market. */
export const SELL: Partial<OrderIntent> = { side: "sell", pricing: limit("99.95") };
