import type { ClientOrderId } from "@interlock/core/ids";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { Decision } from "../../decision.ts";
import type { OrderEvidence } from "../../input.ts";
import type { Lookup } from "../../open-questions.ts";
import { orderSides } from "../break-evidence.ts";
import { openBreak } from "../breaks.ts";
import { endLookUp } from "../look-up-orders.ts";
import { adoptVenueOrder } from "./adopt-venue-order.ts";
import { noteEndAtVenue } from "./ended-at-venue.ts";
import { emitStep } from "./order-step.ts";

/** Clean "not found" answers, and the time between the first and the last of them, before absence is believed. */
const ABSENT_ANSWERS_MIN = 2;
const ABSENT_SETTLE_MS = 5_000;

/** Takes the answer to a question for one of our orders. What proves nothing changes nothing. */
export function takeEvidence(decision: Decision, id: ClientOrderId, evidence: OrderEvidence): void {
  const order = decision.state.orders[id];
  if (order === undefined) return;
  if (evidence.found === "yes") return takeFound(decision, order, evidence);
  const { lookups } = decision.views;
  const lookup = lookups.get(id);
  if (lookup === undefined) return;
  lookup.inFlight = false;
  if (evidence.found === "unknown") return;
  if (isOutdated(order, lookup)) {
    Object.assign(lookup, { absent: 0, firstAbsentAt: null });
    return;
  }
  lookup.absent += 1;
  lookup.firstAbsentAt ??= decision.time;
  const settled = decision.time - lookup.firstAbsentAt >= ABSENT_SETTLE_MS;
  if (lookup.absent < ABSENT_ANSWERS_MIN || !settled) return;
  lookups.delete(id);
  const reason = `the venue does not know it: ${lookup.absent} clean answers over ${ABSENT_SETTLE_MS / 1000} s`;
  if (order.venueOrderId !== null) return missOrder(decision, order, evidence.raw);
  const event = { kind: "never_sent" as const, at: decision.time, reason };
  emitStep(decision, { id, event, raw: evidence.raw });
}

/**
 * The venue spoke of this order once, and now knows nothing of it. That ends nothing: it counts in full, and its symbol
 * takes no new risk until the venue names it again and it has ended, or an answer shows what became of it.
 */
function missOrder(decision: Decision, order: Order, raw: string): void {
  if (!isOpen(order)) return;
  const { clientOrderId: id, symbol, status } = order;
  openBreak(decision, {
    key: `order:${id}`,
    kind: "missing_order",
    symbol,
    ours: `order ${id}, ${status.replaceAll("_", " ")}`,
    venue: "no such order",
    sides: orderSides(decision, { symbol, order, at: decision.time, raw: [raw] }),
  });
}

function takeFound(
  decision: Decision,
  { clientOrderId: id }: Order,
  { order: venueOrder, raw }: Extract<OrderEvidence, { readonly found: "yes" }>,
): void {
  const news = { order: venueOrder, at: decision.time, raw, reason: "" };
  adoptVenueOrder(decision, id, news);
  const order = decision.state.orders[id];
  if (order !== undefined) noteEndAtVenue(decision, order, news);
  endLookUp(decision, id, venueOrder);
}

/** What was asked, or answered, before the venue itself spoke of an order proves nothing of it. */
function isOutdated({ venueOrderId, updatedAt }: Order, lookup: Lookup): boolean {
  if (venueOrderId === null) return false;
  return lookup.askedAt <= updatedAt || (lookup.firstAbsentAt ?? updatedAt + 1) <= updatedAt;
}
