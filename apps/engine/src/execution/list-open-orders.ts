import { isOpen } from "@interlock/core/order/order";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import { takeVenueOrders } from "./take-venue-orders.ts";

/**
 * The truth of open orders, every few seconds while there are any: a report that was lost shows here long before the
 * next whole comparison. It costs one request, and nothing while nothing is open, so that the venue's budget stays for
 * orders, cancels and a kill.
 */
export function listOpenOrders(decision: Decision, input: Input): void {
  const { body } = input;
  switch (body.kind) {
    case "open_orders_listed":
      return takeList(decision, body);
    case "venue_query_failed":
      if (body.what === "orders") noteEnd(decision, true);
      return;
    case "clock":
      return askWhenDue(decision);
    default:
      return;
  }
}

type Listed = Extract<Input["body"], { readonly kind: "open_orders_listed" }>;

/** What was decided after the question was asked may be missing from the answer, so it counts as of then. */
function takeList(decision: Decision, { askedAt, openOrders }: Listed): void {
  noteEnd(decision, false);
  takeVenueOrders(decision, { openOrders, closedOrders: [], venueAt: askedAt });
}

function noteEnd({ views }: Decision, failed: boolean): void {
  views.orderLists.inFlight = false;
  views.orderLists.failures = failed ? views.orderLists.failures + 1 : 0;
}

/** Failures running make the next question wait longer, up to eight times as long. */
const DOUBLINGS_MAX = 3;

function askWhenDue(decision: Decision): void {
  const { state, views, time } = decision;
  const { orderLists, snapshots } = views;
  const everyMs = state.settings?.listOrdersEveryMs;
  if (everyMs === undefined || !state.recovered || orderLists.inFlight) return;
  if (decision.isKeyRefused()) return;
  const pause = everyMs * 2 ** Math.min(orderLists.failures, DOUBLINGS_MAX);
  const lastAskedAt = Math.max(orderLists.lastAskedAt, snapshots.lastAskedAt ?? 0);
  if (time - lastAskedAt < pause || !hasOpenOrders(decision)) return;
  Object.assign(orderLists, { inFlight: true, lastAskedAt: time });
  decision.perform({ kind: "list_open_orders", askedAt: time });
}

function hasOpenOrders({ state, views }: Decision): boolean {
  if (views.totals.openOrders > 0) return true;
  for (const id in state.orders) {
    const order = state.orders[id];
    if (order !== undefined && isOpen(order)) return true;
  }
  return false;
}
