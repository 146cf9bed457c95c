import type { Ticker } from "@interlock/core/ids";
import type { Order } from "@interlock/core/order/order";
import type { Decision } from "../../decision.ts";
import { openBook, openOrdersOf } from "../../views.ts";
import type { SeenState } from "../local-stop.ts";

/** Our stops of a symbol that may be open at the broker, those of unknown fate included. */
export function openStops({ state, views }: SeenState, symbol: Ticker): readonly Order[] {
  if (openBook(views, symbol).sum.count === 0) return NONE;
  return [...openOrdersOf(views, state, symbol)].filter(
    (order) => order.purpose === "protect" && state.orders[order.clientOrderId] === order,
  );
}

const NONE: readonly Order[] = [];

/** Asks for the cancel of stops, once; one that the venue has not named yet is canceled when it has. */
export function cancelStops(decision: Decision, stops: readonly Order[], reason: string): void {
  // An order that another engine may be working is not ours to cancel.
  if (decision.isHeldBy("account_lease")) return;
  for (const { clientOrderId, venueOrderId, cancelRequestedAt } of stops) {
    if (venueOrderId === null || cancelRequestedAt !== null) continue;
    const event = { kind: "cancel_requested" as const, at: decision.time, reason };
    decision.emit({ kind: "order_advanced", clientOrderId, event, raw: "" });
    decision.views.cancelAskedAt.set(clientOrderId, decision.time);
    decision.perform({ kind: "cancel_order", venueOrderId, urgent: true });
  }
}
