import type { ClientOrderId } from "@interlock/core/ids";
import {
  formatQuantity,
  minQuantity,
  type Quantity,
  quantityUnits,
} from "@interlock/core/number/quantity";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import type { Order } from "@interlock/core/order/order";
import { isTerminal } from "@interlock/core/order/order-status";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";
import { pauseAfter } from "../stuck-cancels.ts";
import { orderSides } from "../break-evidence.ts";
import { openBreak } from "../breaks.ts";

/**
 * An order that our books ended, e.g. as never sent, and that the venue shows working: it may trade at any moment.
 *
 * 1. It counts again in exposure and open orders, beside the orders of other programs, until the venue shows it ended.
 *    By our books it stays ended (I5); its fills are booked to it all the same.
 * 2. It is a break: its symbol takes no new risk, and a person is told.
 * 3. It is canceled at once, and again as long as the venue shows it.
 *
 * See docs/INVARIANTS.md (I3, I5, I7).
 */
export function takeEndedOrder(decision: Decision, order: Order, seen: SeenAtVenue): void {
  const { order: venueOrder } = seen;
  const counted = decision.state.external[venueOrder.venueOrderId];
  if (!isWorking(venueOrder)) {
    decision.views.endedCancels.delete(venueOrder.venueOrderId);
    const missing = isMissing(decision, venueOrder);
    if (counted !== undefined || missing) emitSeen(decision, seen, missing);
    return;
  }
  if (counted === undefined && !isNewerThanEnd(order, seen)) return;
  refuseUnexpected(decision, seen, `${order.status}: ${order.lastReason ?? "no reason"}`);
}

/** The venue's view of an order at a time, with the message that told it. */
export interface SeenAtVenue {
  readonly order: VenueOrder;
  readonly at: UnixMs;
  readonly raw: string;
}

/** An order of ours by its name that no longer is in the books, and works: refused like one that they ended. */
export function refuseForgottenOrder(decision: Decision, seen: SeenAtVenue): boolean {
  if (!isNamedByUs(decision, seen.order.clientOrderId) || !isWorking(seen.order)) return false;
  refuseUnexpected(decision, seen, "ended on an earlier day");
  return true;
}

/** Tells whether an order may still trade by the venue's word. */
export function isWorking(venueOrder: VenueOrder): boolean {
  return venueOrder.status === "unknown" || !isTerminal(venueOrder.status);
}

function isNamedByUs({ state }: Decision, id: ClientOrderId): boolean {
  return state.instance !== "" && id.startsWith(`il-${state.instance}-`);
}

/** How long before its own time a venue's answer may have been gathered. */
const GATHERED_WITHIN_MS = 10_000;

/** An answer from before the end of an order that the venue had taken may list it as working once more. */
function isNewerThanEnd(order: Order, { order: venueOrder, at, raw }: SeenAtVenue): boolean {
  // Filled it is by the quantity that we asked for: of more, the venue goes on to fill the rest.
  // And when it took an execution back, it works on what is open again: its lists show that, which come without a
  // message of their own. A report may be an old one.
  const endedAt = order.terminalAt ?? 0;
  const isLater = at > endedAt + GATHERED_WITHIN_MS;
  if (order.status === "filled") return worksMore(order, venueOrder) || (isLater && raw === "");
  if (order.acceptedAt === null) return true;
  return venueOrder.updatedAt > endedAt || isLater;
}

function worksMore({ quantity }: Order, venueOrder: VenueOrder): boolean {
  return (
    venueOrder.quantity === null || quantityUnits(venueOrder.quantity) > quantityUnits(quantity)
  );
}

function refuseUnexpected(decision: Decision, seen: SeenAtVenue, ours: string): void {
  const { clientOrderId, symbol, side, venueStatus } = seen.order;
  const { raw, at } = seen;
  emitSeen(decision, seen, true);
  const size = seen.order.quantity === null ? "" : ` ${formatQuantity(seen.order.quantity)}`;
  openBreak(decision, {
    key: `order:${clientOrderId}`,
    kind: "unknown_order",
    symbol,
    ours: `order ${clientOrderId} ${ours}`,
    venue: `it works: ${side}${size}, ${venueStatus}`,
    sides: orderSides(decision, {
      symbol,
      order: decision.state.orders[clientOrderId] ?? null,
      at,
      // A list's answer is not kept whole: what was read of this order stands for it.
      raw: [raw === "" ? JSON.stringify(seen.order) : raw],
    }),
  });
  cancelNow(decision, seen.order);
}

/** Tells whether the venue counts executions of an order that we have not booked, and that nobody has given up. */
function isMissing(decision: Decision, order: VenueOrder): boolean {
  const ours = decision.state.orders[order.clientOrderId];
  if (ours?.flags.includes("executions_not_listed") === true) return false;
  return quantityUnits(bookedOf(decision, order)) < quantityUnits(order.filledQuantity);
}

/** Only what changed is recorded: a snapshot shows the same order again and again. */
export function emitSeen(decision: Decision, { order, raw }: SeenAtVenue, open: boolean): void {
  const counted = decision.state.external[order.venueOrderId];
  const booked = bookedOf(decision, order);
  const same =
    open &&
    counted !== undefined &&
    counted.venueStatus === order.venueStatus &&
    // The venue makes an exit smaller when the other one of its group fills a part.
    counted.quantity === order.quantity &&
    quantityUnits(counted.filledQuantity) === quantityUnits(booked);
  if (same) return;
  const ours = isMissing(decision, order) ? { booked } : {};
  decision.emit({ kind: "external_order_seen", order, open, raw, ...ours });
}

/** Executions that the venue counts and we have not booked are in no position of ours: they count as still to come. */
function bookedOf({ state }: Decision, { clientOrderId, filledQuantity }: VenueOrder): Quantity {
  const ours = state.orders[clientOrderId]?.filledQuantity;
  return ours === undefined ? filledQuantity : minQuantity(ours, filledQuantity);
}

function cancelNow(decision: Decision, { venueOrderId }: VenueOrder): void {
  // An order that another engine may be working is not ours to cancel.
  if (decision.isHeldBy("account_lease")) return;
  const { cancelAskedAt, endedCancels } = decision.views;
  const last = cancelAskedAt.get(venueOrderId);
  const asked = endedCancels.get(venueOrderId) ?? 0;
  if (last !== undefined && decision.time - last < pauseAfter(asked - 1)) return;
  endedCancels.set(venueOrderId, asked + 1);
  cancelAskedAt.set(venueOrderId, decision.time);
  decision.perform({ kind: "cancel_order", venueOrderId, urgent: true });
}
