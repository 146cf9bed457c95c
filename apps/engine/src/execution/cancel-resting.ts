import { awaitsExecutions, isOpen, type Order } from "@interlock/core/order/order";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";

/**
 * An order of a strategy that has rested too long met another market than it was meant for: it is canceled, and the
 * strategy may say again what it wants.
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
}

function cancelWhenDue(decision: Decision, order: Order, restMs: number): void {
  const { clientOrderId, venueOrderId, acceptedAt } = order;
  if (order.purpose !== "signal" || order.cancelRequestedAt !== null) return;
  if (venueOrderId === null || acceptedAt === null || decision.time - acceptedAt < restMs) return;
  const reason = `rested for ${restMs / 1000} s`;
  const event = { kind: "cancel_requested" as const, at: decision.time, reason };
  decision.emit({ kind: "order_advanced", clientOrderId, event, raw: "" });
  decision.views.cancelAskedAt.set(clientOrderId, decision.time);
  decision.perform({ kind: "cancel_order", venueOrderId, urgent: false });
}
