import type { VenueOrder } from "@interlock/core/order/execution-report";
import { awaitsExecutions, isOpen, type Order } from "@interlock/core/order/order";
import type { UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import { lookUp } from "./look-up-orders.ts";
import { showsSuccessor, takeReplacement } from "./replaced-orders.ts";
import { adoptVenueOrder, type VenueOrderNews } from "./venue-order/adopt-venue-order.ts";
import { noteEndAtVenue } from "./venue-order/ended-at-venue.ts";
import {
  emitSeen,
  isWorking,
  refuseForgottenOrder,
  takeEndedOrder,
} from "./venue-order/ended-orders.ts";
import { findOrder } from "./venue-order/find-order.ts";

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
    return takeOwnOrder(decision, known, news);
  }
  if (refuseForgottenOrder(decision, news)) return;
  const replacing = takeReplacement(decision, news, false);
  if (replacing === "waiting") return;
  if (replacing !== "not_ours") return adoptVenueOrder(decision, replacing.clientOrderId, news);
  const counted = decision.state.external[order.venueOrderId] !== undefined;
  if (isWorking(order) || counted) emitSeen(decision, news, isWorking(order));
}

function takeOwnOrder(decision: Decision, { clientOrderId }: Order, news: VenueOrderNews): void {
  adoptVenueOrder(decision, clientOrderId, news);
  const order = decision.state.orders[clientOrderId];
  if (order !== undefined) noteEndAtVenue(decision, order, news);
}

/** An order that we think open and the venue does not list is asked for by our id; only evidence changes it. */
function lookUpMissingOrders(decision: Decision, listed: ListedOrders): void {
  const named = new Set(listed.openOrders.map((order) => order.venueOrderId));
  for (const id in decision.state.orders) {
    const order = decision.state.orders[id];
    // One that has ended at the venue waits for its executions: no answer about the order brings them.
    if (order === undefined || !isOpen(order) || awaitsExecutions(order)) continue;
    if (order.venueOrderId === null || !named.has(order.venueOrderId))
      lookUpIfSettled(decision, listed, order);
  }
}

/** An order younger than the lists may simply be missing from them. */
function lookUpIfSettled(decision: Decision, { venueAt }: ListedOrders, order: Order): void {
  const unanswered = order.status === "pending_submit" && decision.state.recovered;
  if (!unanswered && order.updatedAt <= venueAt) lookUp(decision, order.clientOrderId);
}
