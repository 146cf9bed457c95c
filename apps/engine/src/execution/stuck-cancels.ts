import { awaitsExecutions, isOpen, type Order } from "@interlock/core/order/order";
import { MINUTE_MS, SECOND_MS, type UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import type { CancelPursuit } from "../open-questions.ts";
import { lookUp } from "./look-up-orders.ts";

/**
 * A cancel that the venue does not confirm is no cancel: the order counts in full, is asked about, and is asked to be
 * canceled again after growing pauses, for a venue that is in trouble is not helped by haste. A person is told when it
 * takes half a minute, and with all weight after two.
 */
export function pursueCancels(decision: Decision, input: Input): void {
  if (input.body.kind !== "clock" || !decision.state.recovered) return;
  if (decision.isKeyRefused()) return;
  const { cancelPursuits, openBySymbol } = decision.views;
  for (const id of cancelPursuits.keys())
    if (!isUnconfirmed(decision.state.orders[id])) cancelPursuits.delete(id);
  for (const book of openBySymbol.values()) {
    for (const id of book.ids()) {
      const order = decision.state.orders[id];
      if (isUnconfirmed(order)) pursue(decision, order);
    }
  }
}

/**
 * What people were told before this start is told no more: what an engine at work told of a cancel follows from how far
 * its journal goes beyond the request. To be called before the first record of the start.
 */
export function recallTold({ state, views }: Decision): void {
  // An engine that was not recovered, or whose key was refused, pursued nothing.
  if (!state.recovered || state.trading.holds.some(({ source }) => source === "venue_key")) return;
  for (const id in state.orders) {
    const order = state.orders[id];
    if (!isUnconfirmed(order)) continue;
    const told = toldAfter(state.time - CLOCK_MS_MAX - (order.cancelRequestedAt ?? state.time));
    if (told !== "nothing") views.cancelPursuits.set(id, { asked: 0, told });
  }
}

/** A clock input follows the moment at which a person is told within this time. */
const CLOCK_MS_MAX = SECOND_MS;

function toldAfter(takes: number): CancelPursuit["told"] {
  if (takes >= CRITICAL_MS) return "critical";
  return takes >= WARN_MS ? "warning" : "nothing";
}

function isUnconfirmed(order: Order | undefined): order is Order {
  if (order === undefined || !isOpen(order) || awaitsExecutions(order)) return false;
  return order.cancelRequestedAt !== null;
}

/** Pause before the next request, doubled by each, up to the longest. */
const FIRST_PAUSE_MS = 10 * SECOND_MS;
const PAUSE_MS_MAX = MINUTE_MS;
/** Weight of what a person is told, by how long the cancel takes. */
const WARN_MS = 30 * SECOND_MS;
const CRITICAL_MS = 120 * SECOND_MS;

function pursue(decision: Decision, order: Order): void {
  const { cancelPursuits } = decision.views;
  const pursuit = cancelPursuits.get(order.clientOrderId) ?? { asked: 0, told: "nothing" };
  cancelPursuits.set(order.clientOrderId, pursuit);
  tell(decision, order, pursuit);
  const pause = pauseAfter(pursuit.asked);
  if (order.venueOrderId === null || decision.time - lastAsked(decision, order) < pause) return;
  pursuit.asked += 1;
  decision.views.cancelAskedAt.set(order.clientOrderId, decision.time);
  decision.perform({ kind: "cancel_order", venueOrderId: order.venueOrderId, urgent: false });
  lookUp(decision, order.clientOrderId);
}

/** Returns the pause that follows a number of repeated requests. */
export function pauseAfter(asked: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** asked, PAUSE_MS_MAX);
}

function tell(decision: Decision, order: Order, pursuit: CancelPursuit): void {
  const takes = decision.time - (order.cancelRequestedAt ?? decision.time);
  if (takes >= CRITICAL_MS && pursuit.told !== "critical") {
    pursuit.told = "critical";
    decision.alert("critical", `${sentence(order, takes)} Cancel it at the broker, or call it.`);
  } else if (takes >= WARN_MS && pursuit.told === "nothing") {
    pursuit.told = "warning";
    decision.alert("warning", sentence(order, takes));
  }
}

function sentence({ clientOrderId, symbol, side }: Order, takes: number): string {
  const seconds = Math.round(takes / SECOND_MS);
  return `The venue has not confirmed the cancel of ${side} order ${clientOrderId} in ${symbol} for ${seconds} s: it counts in full and may still fill.`;
}

function lastAsked({ views }: Decision, order: Order): UnixMs {
  return Math.max(views.cancelAskedAt.get(order.clientOrderId) ?? 0, order.cancelRequestedAt ?? 0);
}
