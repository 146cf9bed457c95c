import { addMoney, type Money, notional, ZERO_MONEY } from "@interlock/core/number/money";
import { isOpen, openQuantity, orderPrice } from "@interlock/core/order/order";
import { type AccountSource, noteAsked } from "@interlock/core/risk/exposure/account-watch";
import type { Decision } from "../../decision.ts";

/** Notes that the account is being asked for, and what of our orders the venue has not acknowledged by then. */
export function noteAccountAsked(decision: Decision, source: AccountSource): void {
  const unknown = unacknowledged(decision);
  noteAsked(decision.views.accountWatch, source, { at: decision.time, unknown });
}

function unacknowledged({ state, views }: Decision): Money {
  let unknown: Money = ZERO_MONEY;
  for (const id in state.orders) {
    const order = state.orders[id];
    if (order === undefined || order.venueOrderId !== null || !isOpen(order)) continue;
    const price = orderPrice(order.pricing) ?? views.totals.symbols[order.symbol]?.referencePrice;
    if (price != null) unknown = addMoney(unknown, notional(price, openQuantity(order)));
  }
  return unknown;
}
