import { idsOf, type StrategyId } from "@interlock/core/ids";
import { childrenOf } from "@interlock/core/risk/parent/parent-book";
import { awaitsExecutions, isOpen, type Order } from "@interlock/core/order/order";
import type { Decision } from "../../decision.ts";
import type { Input } from "../../input.ts";
import { stoppedEntry } from "./stopped-entry.ts";

/**
 * An order of a strategy that has rested too long met another market than it was meant for: it is canceled, and the
 * strategy may say again what it wants. One that may not add risk any more is canceled at once.
 */
export function cancelResting(decision: Decision, input: Input): void {
  const { settings, recovered } = decision.state;
  if (input.body.kind !== "clock" || settings === null || !recovered) return;
  if (decision.isKeyRefused()) return;
  for (const book of decision.views.openBySymbol.values()) {
    for (const id of book.ids()) {
      const order = decision.state.orders[id];
      if (order !== undefined && isOpen(order) && !awaitsExecutions(order))
        cancelWhenDue(decision, order, settings.orderRestMs);
    }
  }
  cancelOfStopped(decision, settings.orderRestMs);
}

/** A strategy may be off because the book above forgot an order of it: those made for its targets are counted apart. */
function cancelOfStopped(decision: Decision, restMs: number): void {
  const { state } = decision;
  for (const strategyId of idsOf<StrategyId>(state.parents)) {
    if (!decision.isOff(strategyId)) continue;
    for (const id of childrenOf(state.parents, strategyId)) {
      const order = state.orders[id];
      if (order !== undefined && isOpen(order) && !awaitsExecutions(order))
        cancelWhenDue(decision, order, restMs);
    }
  }
}

function cancelWhenDue(decision: Decision, order: Order, restMs: number): void {
  const { clientOrderId, venueOrderId } = order;
  if (order.purpose !== "signal" || order.cancelRequestedAt !== null) return;
  if (venueOrderId === null) return;
  const stopped = stoppedEntry(decision, order);
  const reason = stopped ?? restedReason(decision, order, restMs);
  if (reason === null) return;
  const event = { kind: "cancel_requested" as const, at: decision.time, reason };
  decision.emit({ kind: "order_advanced", clientOrderId, event, raw: "" });
  decision.views.cancelAskedAt.set(clientOrderId, decision.time);
  decision.perform({ kind: "cancel_order", venueOrderId, urgent: stopped !== null });
}

function restedReason({ time }: Decision, { acceptedAt }: Order, restMs: number): string | null {
  if (acceptedAt === null || time - acceptedAt < restMs) return null;
  return `rested for ${restMs / 1000} s`;
}
