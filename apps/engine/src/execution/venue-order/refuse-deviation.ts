import { isOpen, type Order } from "@interlock/core/order/order";
import { termDeviations } from "@interlock/core/order/term-deviations";
import type { Decision } from "../../decision.ts";
import { orderSides } from "../break-evidence.ts";
import { openBreak } from "../breaks.ts";
import { isWorking, type SeenAtVenue } from "./ended-orders.ts";
import { emitStep } from "./order-step.ts";

/** The venue's view of an order, with what its answer said of it that differs from the request. */
interface Deviating extends SeenAtVenue {
  readonly deviations?: readonly string[];
}

/**
 * The venue works another order than we asked for, whoever tells: it counts at the larger of both sizes, its symbol
 * takes no new risk, and it is canceled at once, and again until the venue confirms (`stuck-cancels.ts`).
 */
export function refuseDeviation(decision: Decision, order: Order, seen: Deviating): void {
  const { order: venueOrder, at, raw } = seen;
  const found = new Set([...termDeviations(order, venueOrder), ...(seen.deviations ?? [])]);
  if (found.size === 0 || !isOpen(order)) return;
  const { clientOrderId: id } = order;
  const words = [...found].join("; ");
  noteTerms(decision, order, { ...seen, words });
  openBreak(decision, {
    key: `order:${id}`,
    kind: "order_conflict",
    symbol: venueOrder.symbol,
    ours: `order ${id}`,
    venue: words,
    sides: orderSides(decision, {
      symbol: venueOrder.symbol,
      order,
      at,
      raw: [raw === "" ? JSON.stringify(venueOrder) : raw],
    }),
  });
  if (isWorking(venueOrder) && order.cancelRequestedAt === null) cancel(decision, order, seen);
}

/** Recorded once, and again when the venue names another quantity. */
function noteTerms(
  decision: Decision,
  order: Order,
  { order: { quantity }, at, raw, words }: SeenAtVenue & { readonly words: string },
): void {
  const { clientOrderId: id, venueQuantity } = order;
  const isKnown = decision.state.breaks[`order:${id}`] !== undefined;
  if (isKnown && (quantity === null || quantity === venueQuantity)) return;
  const event = { kind: "terms_differ" as const, at, quantity, reason: words };
  emitStep(decision, { id, event, raw });
}

function cancel(decision: Decision, { clientOrderId: id }: Order, seen: SeenAtVenue): void {
  const { venueOrderId } = seen.order;
  const reason = "the venue works other terms than were asked for";
  const event = { kind: "cancel_requested" as const, at: decision.time, reason };
  emitStep(decision, { id, event, raw: "" });
  decision.views.cancelAskedAt.set(id, decision.time);
  decision.perform({ kind: "cancel_order", venueOrderId, urgent: true });
}
