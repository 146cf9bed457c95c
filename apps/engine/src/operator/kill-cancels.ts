import { removesStops, type KillTerms } from "@interlock/core/kill/kill-terms";
import type { VenueOrderId } from "@interlock/core/ids";
import type { UnreadableOrder, VenueOrder } from "@interlock/core/order/execution-report";
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
  /** Orders whose terms cannot be read. */
  readonly unreadable: readonly UnreadableOrder[];
  /** Nothing is open that must stay. */
  readonly everything: boolean;
}

/** An order to cancel, by the name under which it is remembered that it was asked about. */
interface Target {
  readonly name: string;
  readonly id: VenueOrderId | null;
}

/** Cancels what the venue shows open, whoever placed it; what was asked for a moment ago is given time. */
export function cancelFound(decision: Decision, found: FoundOpen): void {
  const { cancelAskedAt } = decision.views;
  const targets = [
    ...found.cancel.map((order) => ({ name: order.clientOrderId, id: order.venueOrderId })),
    ...found.unreadable.map(({ venueOrderId: id, raw }) => ({ name: id ?? raw, id })),
  ];
  const askedAt = ({ name }: Target) => cancelAskedAt.get(name) ?? 0;
  const due = targets.filter((target) => decision.time - askedAt(target) >= CANCEL_AGAIN_MS);
  // What has no id goes with everything, or not at all.
  const atOnce = due.length >= CANCELS_AT_ONCE_MIN || due.some(({ id }) => id === null);
  const asked = found.everything && atOnce ? targets : inTurn(due, askedAt);
  for (const { name } of asked) cancelAskedAt.set(name, decision.time);
  if (asked === targets) {
    if (targets.length > 0) decision.perform({ kind: "cancel_all_orders" });
    return;
  }
  for (const { id } of asked)
    if (id !== null) decision.perform({ kind: "cancel_order", venueOrderId: id, urgent: true });
}

/** Every order that was never asked about, and of the others those asked about longest ago. */
function inTurn(due: readonly Target[], askedAt: (target: Target) => number): readonly Target[] {
  const fresh = due.filter((target) => askedAt(target) === 0);
  const again = due.filter((target) => askedAt(target) !== 0);
  again.sort((one, other) => askedAt(one) - askedAt(other));
  return [...fresh, ...again.slice(0, AGAIN_AT_ONCE_MAX)];
}
