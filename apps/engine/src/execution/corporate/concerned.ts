import type { Ticker } from "@interlock/core/ids";
import { quantityUnits, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { Decision } from "../../decision.ts";
import { openOrdersOf } from "../../views.ts";

/** Returns the billionths of shares that our books hold of a symbol, signed. */
export function heldUnits({ state }: Decision, symbol: Ticker): number {
  return quantityUnits(state.portfolio.positions[symbol]?.quantity ?? ZERO_QUANTITY);
}

/** Returns our open orders in a symbol. Another program's are not ours to cancel. */
export function ownOpenOrders({ state, views }: Decision, symbol: Ticker): Order[] {
  return [...openOrdersOf(views, state, symbol)].filter(
    (order) => isOpen(order) && state.orders[order.clientOrderId] === order,
  );
}
