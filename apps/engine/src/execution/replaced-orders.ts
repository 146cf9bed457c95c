import { describeShares } from "@interlock/core/number/describe-shares";
import type { ClientOrderId, VenueOrderId } from "@interlock/core/ids";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import { quantityUnits } from "@interlock/core/number/quantity";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { OrderEvent } from "@interlock/core/order/order-event";
import { transitionOrder } from "@interlock/core/order/order-transition";
import type { UnixMs } from "@interlock/core/time";
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
 * 4. The old one counts on beside it until the venue shows how much of it had filled, and all of that is booked.
 * 5. Nobody here asked for it: it is a break in its symbol until it has ended and the figures agree.
 */

/** What became of an order that our books do not know: one of ours by now, one that is waited for, or none of ours. */
export type Replacing = Order | "waiting" | "not_ours";

/** Takes an order that replaces one of ours. `traded` says that an execution of it is at hand. */
export function takeReplacement(decision: Decision, seen: SeenAtVenue, traded: boolean): Replacing {
  const { order: venueOrder } = seen;
  const old = predecessorOf(decision, venueOrder);
  if (old === null || !isOpen(old) || isKnownAsForeign(decision, venueOrder)) return "not_ours";
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

/** What was taken for another program's, while nobody knew our order to have arrived, stays that: its fills are nobody's. */
function isKnownAsForeign({ state }: Decision, { venueOrderId: id }: VenueOrder): boolean {
  return state.external[id] !== undefined || state.externalTraded[id] !== undefined;
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
  const event = { kind: "replace_requested" as const, at, replacement };
  if (transitionOrder(old, event).kind === "ignored") return false;
  advance(decision, old, { event, raw });
  tellReplaced(decision, old, seen);
  return true;
}

function tellReplaced(decision: Decision, old: Order, { order, at, raw }: SeenAtVenue): void {
  const size = order.quantity === null ? "" : ` for ${describeShares(order.quantity)}`;
  openBreak(decision, {
    key: `order:${order.clientOrderId}`,
    kind: "replaced_order",
    symbol: old.symbol,
    ours: `order ${old.clientOrderId} for ${describeShares(old.quantity)}`,
    venue: `replaced by order ${order.clientOrderId}${size}`,
    sides: orderSides(decision, {
      symbol: old.symbol,
      order: old,
      at,
      raw: [raw === "" ? JSON.stringify(order) : raw],
    }),
  });
}

/** The new order is ours. The old one counts beside it until the venue shows what of it had filled. */
function succeed(decision: Decision, old: Order, { order, at, raw }: SeenAtVenue): Replacing {
  const { clientOrderId, venueOrderId, venueStatus } = order;
  begin(decision, old.clientOrderId, { venueOrderId, venueStatus, at, raw });
  lookUp(decision, old.clientOrderId);
  // The old one may have traded without a word before it was replaced: the log of executions tells.
  askForSnapshot(decision, "continuous");
  return decision.state.orders[clientOrderId] ?? "not_ours";
}

interface Begun {
  readonly venueOrderId: VenueOrderId;
  readonly venueStatus: string | null;
  readonly at: UnixMs;
  readonly raw: string;
}

/** What was asked for in place of the old order, or shown to be, begins: at no moment does neither count. */
function begin(decision: Decision, old: ClientOrderId, { raw, ...begun }: Begun): void {
  const { at } = begun;
  const order = decision.state.orders[old];
  const replacedBy = order?.replacement?.clientOrderId;
  if (order === undefined || replacedBy === undefined) return;
  if (order.replacedBy === null)
    advance(decision, order, { event: { kind: "replacement_lives", at, replacedBy }, raw });
  const successor = decision.state.orders[replacedBy];
  if (successor?.acceptedAt === null)
    advance(decision, successor, { event: { kind: "accepted", ...begun }, raw });
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
  if (replacedBy !== null)
    begin(decision, old.clientOrderId, { venueOrderId: replacedBy, venueStatus: null, at, raw });
  // Executions of it that are not listed yet would count nowhere: until they are booked it stands for them.
  const isShort = quantityUnits(filledQuantity) > quantityUnits(old.filledQuantity);
  const next = successorOf(decision, old, replacedBy);
  // What took its place is not known yet: until it is, the old one stands for both.
  const isUnknown = replacedBy !== null && next === null && seen.successorShown !== true;
  if (isShort || isUnknown) return askForSnapshot(decision, "continuous");
  const event = {
    kind: "replaced" as const,
    at,
    replacedBy: next ?? old.clientOrderId,
    venueStatus,
  };
  advance(decision, old, { event, raw });
  // It may have traded without a word before: the log of executions tells.
  if (old.replacement !== null) askForSnapshot(decision, "continuous");
}

/** The order that took the place of an old one, by our name of it; null while our books have none. */
function successorOf(
  { state }: Decision,
  { replacement }: Order,
  replacedBy: VenueOrderId | null,
): ClientOrderId | null {
  if (replacedBy === null) return null;
  return replacement?.clientOrderId ?? state.external[replacedBy]?.clientOrderId ?? null;
}

function advance(
  decision: Decision,
  { clientOrderId }: Order,
  step: { readonly event: OrderEvent; readonly raw: string },
): void {
  decision.emit({ kind: "order_advanced", clientOrderId, ...step });
}
