import type { trading } from "@alpacahq/alpaca-trade-api";
import { formatPrice } from "@interlock/core/number/price";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import type { OrderIntent, OrderPricing } from "@interlock/core/order/order-intent";
import { termDeviations } from "@interlock/core/order/term-deviations";
import type { RequestPriority } from "./rate-budget.ts";

type PriceFields = Pick<trading.PostOrderRequest, "limitPrice" | "stopPrice">;

function priceFields(pricing: OrderPricing): PriceFields {
  switch (pricing.type) {
    case "market":
      return {};
    case "limit":
      return { limitPrice: formatPrice(pricing.limitPrice) };
    case "stop":
      return { stopPrice: formatPrice(pricing.stopPrice) };
    case "stop_limit":
      return {
        limitPrice: formatPrice(pricing.limitPrice),
        stopPrice: formatPrice(pricing.stopPrice),
      };
  }
}

/** Returns the body that places the order, in the SDK's words. */
export function orderRequest(intent: OrderIntent): trading.PostOrderRequest {
  return {
    symbol: intent.symbol,
    side: intent.side,
    qty: formatQuantity(intent.quantity),
    type: intent.pricing.type,
    timeInForce: intent.timeInForce,
    ...priceFields(intent.pricing),
    clientOrderId: intent.clientOrderId,
    ...(intent.extendedHours ? { extendedHours: true } : {}),
  };
}

/** Returns the body that turns a working order into the one intended. */
export function replaceRequest(intent: OrderIntent): trading.PatchOrderRequest {
  return {
    qty: formatQuantity(intent.quantity),
    timeInForce: intent.timeInForce,
    ...priceFields(intent.pricing),
    clientOrderId: intent.clientOrderId,
  };
}

/** Returns how urgent an order is: what reduces risk may use budget that is kept from what adds it. */
export function orderPriority(intent: OrderIntent): RequestPriority {
  if (intent.purpose === "flatten") return "kill";
  return intent.purpose === "stop_loss" ? "cancel" : "order";
}

/** Names what of the venue's order differs from what was asked for; empty when nothing does. */
export function deviationsFrom(intent: OrderIntent, order: VenueOrder): readonly string[] {
  const { clientOrderId: asked } = intent;
  const { clientOrderId: got } = order;
  const identity = asked === got ? [] : [`client order id is ${got} instead of ${asked}`];
  return [...identity, ...termDeviations(intent, order)];
}
