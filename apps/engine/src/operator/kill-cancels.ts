import { removesStops, type KillTerms } from "@interlock/core/kill/kill-terms";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import { isOpen, type Order } from "@interlock/core/order/order";
import { SECOND_MS } from "@interlock/core/time";
import type { Decision } from "../decision.ts";

/**
 * The cancels of a kill. From so many orders on, one request cancels everything on the account: one each would use up
 * the venue's 200 requests a minute before the last of them was sent.
 */
const CANCELS_AT_ONCE_MIN = 4;
/** A cancel that the venue has not carried out is asked for again after this long; twice does no harm. */
const CANCEL_AGAIN_MS = 2 * SECOND_MS;
/** Orders asked about again in one look, where they must be asked about one by one. */
const AGAIN_AT_ONCE_MAX = 5;

/** Cancels our open orders that a kill covers, at once and without waiting for the venue's list. */
export function cancelOwnOrders(decision: Decision, terms: KillTerms): void {
  const everything = removesStops(terms);
  const targets = Object.values(decision.state.orders).filter(
    (order) => isOpen(order) && (everything || order.purpose !== "stop_loss"),
  );
  for (const order of targets) noteCancel(decision, order);
  // Which orders of others are protective stops is known to the venue's list alone: before it, ours go one by one.
  if (everything && targets.length >= CANCELS_AT_ONCE_MIN) {
    decision.perform({ kind: "cancel_all_orders" });
    return;
  }
  for (const { venueOrderId } of targets)
    if (venueOrderId !== null)
      decision.perform({ kind: "cancel_order", venueOrderId, urgent: true });
}

function noteCancel(decision: Decision, { clientOrderId, venueOrderId }: Order): void {
  if (venueOrderId === null) return;
  const event = { kind: "cancel_requested" as const, at: decision.time, reason: "kill switch" };
  decision.emit({ kind: "order_advanced", clientOrderId, event, raw: "" });
  decision.views.cancelAskedAt.set(clientOrderId, decision.time);
}

/** What a look at the venue found to cancel. */
export interface FoundOpen {
  readonly cancel: readonly VenueOrder[];
  /** Nothing is open that must stay. */
  readonly everything: boolean;
}

/** Cancels what the venue shows open, whoever placed it; what was asked for a moment ago is given time. */
export function cancelFound(decision: Decision, { cancel, everything }: FoundOpen): void {
  const { cancelAskedAt } = decision.views;
  const askedAt = (order: VenueOrder) => cancelAskedAt.get(order.clientOrderId) ?? 0;
  const due = cancel.filter((order) => decision.time - askedAt(order) >= CANCEL_AGAIN_MS);
  const asked = everything && due.length >= CANCELS_AT_ONCE_MIN ? cancel : inTurn(due, askedAt);
  for (const { clientOrderId } of asked) cancelAskedAt.set(clientOrderId, decision.time);
  if (asked === cancel) {
    if (cancel.length > 0) decision.perform({ kind: "cancel_all_orders" });
    return;
  }
  for (const { venueOrderId } of asked)
    decision.perform({ kind: "cancel_order", venueOrderId, urgent: true });
}

/** Every order that was never asked about, and of the others those asked about longest ago. */
function inTurn(
  due: readonly VenueOrder[],
  askedAt: (order: VenueOrder) => number,
): readonly VenueOrder[] {
  const fresh = due.filter((order) => askedAt(order) === 0);
  const again = due.filter((order) => askedAt(order) !== 0);
  again.sort((one, other) => askedAt(one) - askedAt(other));
  return [...fresh, ...again.slice(0, AGAIN_AT_ONCE_MAX)];
}
