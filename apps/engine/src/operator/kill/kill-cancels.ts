import type { VenueOrderId } from "@interlock/core/ids";
import { describeOrder, describeUnreadable } from "@interlock/core/kill/kill-plan";
import { isWithin } from "@interlock/core/kill/kill-scope";
import { removesStops } from "@interlock/core/kill/kill-terms";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { UnreadableOrder, VenueOrder } from "@interlock/core/order/execution-report";
import { isOpen, type Order } from "@interlock/core/order/order";
import { SECOND_MS } from "@interlock/core/time";
import type { Decision } from "../../decision.ts";
import type { KillState } from "../../records/kill-record.ts";
import { scopeOfKill } from "../../kill-in-force.ts";
import type { AskedCancel } from "@interlock/core/kill/kill-receipt";
import { noteEvidence } from "./kill-receipt.ts";
import { workingClosings } from "./working-closings.ts";

/**
 * The cancels of a kill. From so many orders on, one request cancels everything on the account: one each would use up
 * the venue's 200 requests a minute before the last of them was sent.
 */
const CANCELS_AT_ONCE_MIN = 4;
/** A cancel that the venue has not carried out is asked for again after this long; twice does no harm. */
const CANCEL_AGAIN_MS = 2 * SECOND_MS;
/** Orders asked about again in one look, where they must be asked about one by one. */
const AGAIN_AT_ONCE_MAX = 5;

/** What closes or protects a position stays, unless stops are to go too. */
const PROTECTING: ReadonlySet<string> = new Set(["stop_loss", "protect"]);

/**
 * Cancels our open orders that a kill covers, at once and without waiting for the venue's list. Where everything goes,
 * orders of others that we know of go with them: one request is enough for all.
 */
export function cancelKnownOrders(decision: Decision, kill: KillState): void {
  const scope = scopeOfKill(kill);
  const everything = removesStops(kill);
  const closings = workingClosings(decision);
  const targets = Object.values(decision.state.orders).filter(
    (order) =>
      isOpen(order) &&
      isWithin(order, scope) &&
      !closings.has(order.clientOrderId) &&
      (everything || !PROTECTING.has(order.purpose)),
  );
  // Which orders of others are protective stops is known to the venue's list alone: before it, ours go one by one.
  const all = scope.kind === "all" && everything && closings.size === 0;
  const others = all ? Object.values(decision.state.external).filter(isOpen) : [];
  if (all && targets.length + others.length >= CANCELS_AT_ONCE_MIN) {
    for (const order of targets) noteCancel(decision, order);
    for (const { clientOrderId: id } of others) decision.views.cancelAskedAt.set(id, decision.time);
    noteEvidence(decision, kill, { asked: [...targets, ...others].flatMap(askedOf) });
    decision.perform({ kind: "cancel_all_orders" });
    return;
  }
  // What there is no room for now goes after the next looks, as the venue's requests of a minute allow.
  const { cancelPace } = decision.views;
  const named = targets.filter(({ venueOrderId }) => venueOrderId !== null);
  const sent = named.slice(0, cancelPace.room(decision.time));
  noteEvidence(decision, kill, { asked: sent.flatMap(askedOf) });
  for (const order of sent) {
    noteCancel(decision, order);
    cancelPace.took(1, decision.time);
    if (order.venueOrderId !== null)
      decision.perform({
        kind: "cancel_order",
        venueOrderId: order.venueOrderId,
        urgent: true,
      });
  }
}

/** A request failed, for one order or for everything: the next look asks again without waiting. */
export function forgetAsked({ state, views }: Decision, id?: VenueOrderId): void {
  for (const book of [state.orders, state.external])
    for (const { clientOrderId, venueOrderId } of Object.values<Order>(book))
      if (id === undefined || venueOrderId === id) views.cancelAskedAt.delete(clientOrderId);
}

function askedOf({ side, quantity, symbol, venueOrderId }: Order): readonly AskedCancel[] {
  if (venueOrderId === null) return [];
  return [{ id: venueOrderId, what: `${side} ${formatQuantity(quantity)} ${symbol}` }];
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
  /** Names it for a person. */
  readonly what: string;
}

/** Cancels what the venue shows open, whoever placed it; what was asked for a moment ago is given time. */
export function cancelFound(decision: Decision, kill: KillState, found: FoundOpen): void {
  const { cancelAskedAt } = decision.views;
  const targets = targetsOf(found);
  const askedAt = ({ name }: Target) => cancelAskedAt.get(name) ?? 0;
  const due = targets.filter((target) => decision.time - askedAt(target) >= CANCEL_AGAIN_MS);
  // What has no id goes with everything, or not at all.
  const atOnce = due.length >= CANCELS_AT_ONCE_MIN || due.some(({ id }) => id === null);
  if (found.everything && atOnce) {
    for (const { name } of targets) cancelAskedAt.set(name, decision.time);
    noteEvidence(decision, kill, { asked: targets.flatMap(askedTarget) });
    if (targets.length > 0) decision.perform({ kind: "cancel_all_orders" });
    return;
  }
  const { cancelPace } = decision.views;
  const inOrder = inTurn(due, askedAt);
  const asked = inOrder.slice(0, cancelPace.room(decision.time));
  if (asked.length < inOrder.length) decision.views.sweeps.cancelsWait = true;
  cancelPace.took(asked.length, decision.time);
  noteEvidence(decision, kill, { asked: asked.flatMap(askedTarget) });
  for (const { name } of asked) cancelAskedAt.set(name, decision.time);
  for (const { id } of asked)
    if (id !== null) decision.perform({ kind: "cancel_order", venueOrderId: id, urgent: true });
}

function targetsOf({ cancel, unreadable }: FoundOpen): readonly Target[] {
  return [
    ...cancel.map((order) => ({
      name: order.clientOrderId,
      id: order.venueOrderId,
      what: describeOrder(order),
    })),
    ...unreadable.map((order) => {
      const { venueOrderId: id, raw } = order;
      return { name: id ?? raw, id, what: describeUnreadable(order) };
    }),
  ];
}

function askedTarget({ id, what }: Target): readonly AskedCancel[] {
  return id === null ? [] : [{ id, what }];
}

/** Every order that was never asked about, and of the others those asked about longest ago. */
function inTurn(due: readonly Target[], askedAt: (target: Target) => number): readonly Target[] {
  const fresh = due.filter((target) => askedAt(target) === 0);
  const again = due.filter((target) => askedAt(target) !== 0);
  again.sort((one, other) => askedAt(one) - askedAt(other));
  return [...fresh, ...again.slice(0, AGAIN_AT_ONCE_MAX)];
}
