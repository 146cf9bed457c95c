import { isOpen, type Order } from "@interlock/core/order/order";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";

/**
 * An order of a strategy that has rested too long met another market than it was meant for: it is canceled, and the
 * strategy may say again what it wants. A cancel that the venue does not confirm is asked for again.
 */
export function cancelResting(decision: Decision, input: Input): void {
  const { settings, recovered } = decision.state;
  if (input.body.kind !== "clock" || settings === null || !recovered) return;
  for (const book of decision.views.openBySymbol.values()) {
    for (const id of book.ids()) {
      const order = decision.state.orders[id];
      if (order !== undefined && isOpen(order))
        cancelWhenDue(decision, order, settings.orderRestMs);
    }
  }
}

/** Unconfirmed cancels are asked for again after this long. */
const CANCEL_AGAIN_MS = 10_000;

function cancelWhenDue(decision: Decision, order: Order, restMs: number): void {
  const { time } = decision;
  if (order.venueOrderId === null || order.acceptedAt === null) return;
  const rested =
    order.purpose === "signal" &&
    time - order.acceptedAt >= restMs &&
    order.cancelRequestedAt === null;
  const stuck =
    order.cancelRequestedAt !== null && time - lastAsked(decision, order) >= CANCEL_AGAIN_MS;
  if (!rested && !stuck) return;
  if (rested) {
    const event = {
      kind: "cancel_requested" as const,
      at: time,
      reason: `rested for ${restMs / 1000} s`,
    };
    decision.emit({ kind: "order_advanced", clientOrderId: order.clientOrderId, event, raw: "" });
  }
  decision.views.cancelAskedAt.set(order.clientOrderId, time);
  decision.perform({ kind: "cancel_order", venueOrderId: order.venueOrderId, urgent: false });
}

function lastAsked(decision: Decision, order: Order): UnixMs {
  return Math.max(
    decision.views.cancelAskedAt.get(order.clientOrderId) ?? 0,
    order.cancelRequestedAt ?? 0,
  );
}
