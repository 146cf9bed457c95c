import type { VenueOrder } from "@interlock/core/order/execution-report";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import { adoptVenueOrder, findOrder } from "./advance-orders.ts";
import { emitSeen, isWorking, refuseForgottenOrder, takeEndedOrder } from "./ended-orders.ts";
import { lookUp } from "./look-up-orders.ts";
import { showsSuccessor, takeReplacement } from "./replaced-orders.ts";

/** What the venue listed at a time, by its clock. */
export interface ListedOrders {
  readonly openOrders: readonly VenueOrder[];
  readonly closedOrders: readonly VenueOrder[];
  readonly venueAt: UnixMs;
}

/** Brings every order to what the venue's lists say of it, and asks for those of ours that they do not name. */
export function takeVenueOrders(decision: Decision, listed: ListedOrders): void {
  // Open ones first: an order that ended as replaced is followed by one of them.
  for (const order of listed.openOrders) takeVenueOrder(decision, listed, order);
  for (const order of listed.closedOrders) takeVenueOrder(decision, listed, order);
  lookUpMissingOrders(decision, listed);
}

function takeVenueOrder(decision: Decision, listed: ListedOrders, order: VenueOrder): void {
  const known = findOrder(decision, order);
  const successorShown = order.replacedBy !== null && showsSuccessor(listed, order);
  const news = { order, at: listed.venueAt, raw: "", reason: "", successorShown };
  if (known !== null) {
    if (!isOpen(known)) return takeEndedOrder(decision, known, news);
    return adoptVenueOrder(decision, known.clientOrderId, news);
  }
  if (refuseForgottenOrder(decision, news)) return;
  const replacing = takeReplacement(decision, news, false);
  if (replacing === "waiting") return;
  if (replacing !== "not_ours") return adoptVenueOrder(decision, replacing.clientOrderId, news);
  const counted = decision.state.external[order.venueOrderId] !== undefined;
  if (isWorking(order) || counted) emitSeen(decision, news, isWorking(order));
}

/** An order that we think open and the venue does not list is asked for by our id; only evidence changes it. */
function lookUpMissingOrders(decision: Decision, listed: ListedOrders): void {
  const named = new Set(listed.openOrders.map((order) => order.venueOrderId));
  for (const id in decision.state.orders) {
    const order = decision.state.orders[id];
    if (order === undefined || !isOpen(order)) continue;
    if (order.venueOrderId === null || !named.has(order.venueOrderId))
      lookUpIfSettled(decision, listed, order);
  }
}

/** An order younger than the lists may simply be missing from them. */
function lookUpIfSettled(decision: Decision, { venueAt }: ListedOrders, order: Order): void {
  const unanswered = order.status === "pending_submit" && decision.state.recovered;
  if (!unanswered && order.updatedAt <= venueAt) lookUp(decision, order.clientOrderId);
}
