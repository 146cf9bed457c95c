import type { ClientOrderId, VenueOrderId } from "@interlock/core/ids";
import { quantityUnits } from "@interlock/core/number/quantity";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import { awaitsExecutions, isOpen } from "@interlock/core/order/order";
import type { Decision } from "../decision.ts";
import type { Lookup } from "../open-questions.ts";

/** Wait after the first question for an order; doubled by each further one, up to the longest. */
const FIRST_WAIT_MS = 1_000;
const WAIT_MS_MAX = 10_000;

/** Asks the venue for every order whose arrival is in doubt and whose turn has come. */
export function lookUpUnknownOrders(decision: Decision): void {
  for (const id of decision.views.lookups.keys()) {
    const order = decision.state.orders[id];
    if (order === undefined || !isOpen(order) || awaitsExecutions(order))
      decision.views.lookups.delete(id);
    else lookUp(decision, order.clientOrderId);
  }
}

/** Asks the venue for an order by our id, unless an answer is under way or the last question was just asked. */
export function lookUp(decision: Decision, id: ClientOrderId): void {
  const { lookups } = decision.views;
  const lookup = lookups.get(id) ?? newLookup();
  lookups.set(id, lookup);
  if (decision.isKeyRefused()) return;
  if (lookup.inFlight || decision.time - lookup.askedAt < waitAfter(lookup.asked)) return;
  lookup.inFlight = true;
  lookup.asked += 1;
  lookup.askedAt = decision.time;
  decision.perform({ kind: "look_up_order", clientOrderId: id });
}

/** Asks for one of our open orders by the venue's id. */
export function lookUpByVenueId(decision: Decision, venueOrderId: VenueOrderId): void {
  const id = decision.state.clientIdByVenueId[venueOrderId];
  const order = id === undefined ? undefined : decision.state.orders[id];
  if (order !== undefined && isOpen(order)) lookUp(decision, order.clientOrderId);
}

/**
 * Ends the questions for an order that was found. While the venue counts executions that we have not booked, only a
 * comparison moves the order on: until then it is asked for no faster than before, whatever asks again. Questions
 * that begin anew at every refused cancel would use up the requests that the comparison needs.
 */
export function endLookUp(decision: Decision, id: ClientOrderId, found: VenueOrder): void {
  const { lookups } = decision.views;
  const order = decision.state.orders[id];
  const lookup = lookups.get(id);
  const missing =
    order !== undefined &&
    isOpen(order) &&
    quantityUnits(found.filledQuantity) > quantityUnits(order.filledQuantity);
  if (!missing || lookup === undefined) lookups.delete(id);
  else Object.assign(lookup, { inFlight: false, absent: 0, firstAbsentAt: null });
}

function newLookup(): Lookup {
  return { inFlight: false, asked: 0, askedAt: 0, absent: 0, firstAbsentAt: null };
}

function waitAfter(asked: number): number {
  return asked === 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (asked - 1), WAIT_MS_MAX);
}
