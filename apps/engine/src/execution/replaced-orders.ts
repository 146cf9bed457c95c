import type { VenueOrder } from "@interlock/core/order/execution-report";
import { formatQuantity, quantityUnits } from "@interlock/core/number/quantity";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { OrderEvent } from "@interlock/core/order/order-event";
import type { Decision } from "../decision.ts";
import { askForSnapshot } from "./ask-snapshot.ts";
import { orderSides } from "./break-evidence.ts";
import { openBreak } from "./breaks.ts";
import type { SeenAtVenue } from "./venue-order/ended-orders.ts";
import { lookUp } from "./look-up-orders.ts";

/**
 * An order of ours that somebody replaced at the venue, which makes a new order with an id of its own:
 *
 * 1. The chain is known by the venue's `replaces` and `replaced_by`, whatever the answer to the request said.
 * 2. Until the venue shows which of the two lives, the larger counts: either may trade (core, `openQuantity`).
 * 3. The new order is ours when it traded or the old one ended as replaced; it keeps strategy and purpose.
 * 4. Nobody here asked for it: it is a break in its symbol until it has ended and the figures agree.
 */

/** What became of an order that our books do not know: one of ours by now, one that is waited for, or none of ours. */
export type Replacing = Order | "waiting" | "not_ours";

/** Takes an order that replaces one of ours. `traded` says that an execution of it is at hand. */
export function takeReplacement(decision: Decision, seen: SeenAtVenue, traded: boolean): Replacing {
  const { order: venueOrder } = seen;
  const old = predecessorOf(decision, venueOrder);
  if (old === null || !isOpen(old)) return "not_ours";
  if (venueOrder.status === "rejected") return giveBack(decision, old, seen);
  if (!expectReplacement(decision, old, seen)) return "not_ours";
  if (traded || hasLived(venueOrder)) return succeed(decision, old, seen);
  lookUp(decision, old.clientOrderId);
  return "waiting";
}

function predecessorOf({ state }: Decision, { replaces }: VenueOrder): Order | null {
  const id = replaces === null ? undefined : state.clientIdByVenueId[replaces];
  return id === undefined ? null : (state.orders[id] ?? null);
}

/** One that ended in another way than rejected, or filled in part, has taken the place of the old one. */
function hasLived({ status, filledQuantity }: VenueOrder): boolean {
  return ENDED_ALIVE.includes(status) || quantityUnits(filledQuantity) > 0;
}

const ENDED_ALIVE: readonly VenueOrder["status"][] = ["filled", "canceled", "expired", "replaced"];

/** The venue refused the new order: the old one works on as it was. */
function giveBack(decision: Decision, old: Order, { order, at, raw }: SeenAtVenue): "waiting" {
  if (old.replacement?.clientOrderId === order.clientOrderId)
    advance(decision, old, {
      event: { kind: "replace_rejected", at, reason: "the venue refused it" },
      raw,
    });
  return "waiting";
}

/** Counts the larger of the two from now on; false where the old one cannot be replaced, e.g. while it is canceled. */
function expectReplacement(decision: Decision, old: Order, seen: SeenAtVenue): boolean {
  const { order, at, raw } = seen;
  const known = old.replacement?.clientOrderId;
  if (known === order.clientOrderId) return true;
  if (known !== undefined || order.quantity === null) return false;
  const replacement = {
    clientOrderId: order.clientOrderId,
    quantity: order.quantity,
    pricing: order.pricing ?? { type: "market" as const },
    timeInForce: order.timeInForce ?? old.timeInForce,
  };
  advance(decision, old, { event: { kind: "replace_requested", at, replacement }, raw });
  if (decision.state.orders[old.clientOrderId]?.replacement === null) return false;
  tellReplaced(decision, old, seen);
  return true;
}

function tellReplaced(decision: Decision, old: Order, { order, at, raw }: SeenAtVenue): void {
  const size = order.quantity === null ? "" : ` for ${formatQuantity(order.quantity)} shares`;
  openBreak(decision, {
    key: `order:${order.clientOrderId}`,
    kind: "replaced_order",
    symbol: old.symbol,
    ours: `order ${old.clientOrderId} for ${formatQuantity(old.quantity)} shares`,
    venue: `replaced by order ${order.clientOrderId}${size}`,
    sides: orderSides(decision, {
      symbol: old.symbol,
      order: old,
      at,
      raw: [raw === "" ? JSON.stringify(order) : raw],
    }),
  });
}

/** The old order ends and the new one is ours, in one step: at no moment does neither count. */
function succeed(decision: Decision, old: Order, { order, at, raw }: SeenAtVenue): Replacing {
  const { clientOrderId, venueOrderId, venueStatus } = order;
  advance(decision, old, {
    event: { kind: "replaced", at, replacedBy: clientOrderId, venueStatus: "replaced" },
    raw,
  });
  const successor = decision.state.orders[clientOrderId];
  if (successor === undefined) return "not_ours";
  advance(decision, successor, {
    event: { kind: "accepted", at, venueOrderId, venueStatus },
    raw,
  });
  // The old one may have traded without a word before it was replaced: the log of executions tells.
  askForSnapshot(decision, "continuous");
  return decision.state.orders[clientOrderId] ?? "not_ours";
}

/** News of an order that was replaced; `successorShown` where the same answer lists what took its place. */
export interface ReplacedNews extends SeenAtVenue {
  readonly successorShown?: boolean;
}

/**
 * Tells whether an answer lists the order that stands at the end of a chain of replacements: what is to happen of it is
 * known then, be it over, or working among the orders of others.
 */
export function showsSuccessor(
  { openOrders, closedOrders }: ListedChain,
  { replacedBy }: VenueOrder,
): boolean {
  let next = replacedBy;
  for (const _ of closedOrders) {
    if (openOrders.some(({ venueOrderId }) => venueOrderId === next)) return true;
    const closed = closedOrders.find(({ venueOrderId }) => venueOrderId === next);
    if (closed === undefined) return false;
    if (closed.replacedBy === null) return true;
    next = closed.replacedBy;
  }
  return false;
}

interface ListedChain {
  readonly openOrders: readonly VenueOrder[];
  readonly closedOrders: readonly VenueOrder[];
}

/** The venue shows an order of ours as replaced: it ends with its successor in its place, and not before. */
export function endReplaced(decision: Decision, old: Order, seen: ReplacedNews): void {
  const { order: venueOrder, at, raw } = seen;
  const { replacedBy, venueStatus, filledQuantity } = venueOrder;
  // Executions of it that are not listed yet would count nowhere: until they are booked it stands for them.
  if (quantityUnits(filledQuantity) > quantityUnits(old.filledQuantity))
    return askForSnapshot(decision, "continuous");
  const external = replacedBy === null ? undefined : decision.state.external[replacedBy];
  if (replacedBy !== null && old.replacement !== null) {
    const { clientOrderId } = old.replacement;
    advance(decision, old, {
      event: { kind: "replaced", at, replacedBy: clientOrderId, venueStatus },
      raw,
    });
    const successor = decision.state.orders[clientOrderId];
    if (successor !== undefined)
      advance(decision, successor, {
        event: { kind: "accepted", at, venueOrderId: replacedBy, venueStatus: null },
        raw,
      });
    return askForSnapshot(decision, "continuous");
  }
  // What took its place is not known yet: until it is, the old one stands for both.
  const isUnknown = replacedBy !== null && external === undefined && seen.successorShown !== true;
  if (isUnknown) return askForSnapshot(decision, "continuous");
  advance(decision, old, {
    event: {
      kind: "replaced",
      at,
      replacedBy: external?.clientOrderId ?? old.clientOrderId,
      venueStatus,
    },
    raw,
  });
}

function advance(
  decision: Decision,
  { clientOrderId }: Order,
  step: { readonly event: OrderEvent; readonly raw: string },
): void {
  decision.emit({ kind: "order_advanced", clientOrderId, ...step });
}
