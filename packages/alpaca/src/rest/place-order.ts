import type { VenueOrderId } from "@interlock/core/ids";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { ApprovedOrder } from "@interlock/core/risk/approved-order";
import type { LastWord } from "./last-word.ts";
import { lookUpOrder } from "./look-up-order.ts";
import { judgeSubmit, mayBeDuplicate, type SubmitOutcome, saysDuplicate } from "./order-outcome.ts";
import { deviationsFrom, orderPriority, orderRequest, replaceRequest } from "./order-request.ts";
import type { RestReply } from "./rest-reply.ts";
import type { VenueRequests } from "./venue-requests.ts";

/**
 * Places an approved order. A repeated id is no error: the venue's order is fetched and adopted. `lastWord` is asked
 * right before the order is written to a connection, and keeps it unsent with a sentence.
 */
export async function placeOrder(
  requests: VenueRequests,
  order: ApprovedOrder,
  lastWord?: LastWord,
): Promise<SubmitOutcome> {
  const { intent } = order;
  const { orders } = requests.sdk.trading;
  const post = () => orders.postOrderRaw({ postOrderRequest: orderRequest(intent) });
  const reply = await requests.run(orderPriority(intent), () =>
    lastWord === undefined ? post() : requests.lastAsking(lastWord, post),
  );
  return conclude(requests, reply, intent);
}

/** Turns a working order into `replacement`. The outcome carries the new order. */
export async function replaceOrder(
  requests: VenueRequests,
  target: VenueOrderId,
  replacement: ApprovedOrder,
): Promise<SubmitOutcome> {
  const { intent } = replacement;
  const { orders } = requests.sdk.trading;
  const reply = await requests.run(orderPriority(intent), () =>
    orders.patchOrderByOrderIdRaw({ orderId: target, patchOrderRequest: replaceRequest(intent) }),
  );
  const outcome = await conclude(requests, reply, intent);
  if (outcome.outcome !== "accepted" || outcome.order.replaces === target) return outcome;
  const deviation = `replaced order is ${outcome.order.replaces ?? "absent"} instead of ${target}`;
  return { ...outcome, deviations: [...outcome.deviations, deviation] };
}

async function conclude(
  requests: VenueRequests,
  reply: RestReply,
  intent: OrderIntent,
): Promise<SubmitOutcome> {
  const outcome = judgeSubmit(reply, intent, requests);
  if (outcome.outcome !== "rejected" || !mayBeDuplicate(outcome)) return outcome;
  const priority = orderPriority(intent);
  const evidence = await lookUpOrder({ requests, priority }, intent.clientOrderId);
  const { message, raw } = outcome;
  switch (evidence.found) {
    case "yes": {
      const { order } = evidence;
      const deviations = deviationsFrom(intent, order);
      return { outcome: "accepted", order, raw: evidence.raw, adopted: true, deviations };
    }
    case "no":
      // The venue contradicts itself only where it named the id as the fault.
      if (!saysDuplicate(outcome)) return outcome;
      return { outcome: "unknown", reason: `${message}, yet the venue does not find it`, raw };
    case "unknown":
      return { outcome: "unknown", reason: `${message}; ${evidence.reason}`, raw };
  }
}
