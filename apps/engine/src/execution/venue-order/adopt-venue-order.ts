import type { ClientOrderId } from "@interlock/core/ids";
import { quantityUnits } from "@interlock/core/number/quantity";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { OrderEvent } from "@interlock/core/order/order-event";
import type { Decision } from "../../decision.ts";
import { askForSnapshot } from "../ask-snapshot.ts";
import { endReplaced } from "../replaced-orders.ts";
import { type SeenAtVenue, takeEndedOrder } from "./ended-orders.ts";
import { emitStep } from "./order-step.ts";
import { refuseDeviation } from "./refuse-deviation.ts";

/** The venue's view of one of our orders, with where it came from. */
export interface VenueOrderNews extends SeenAtVenue {
  readonly reason: string;
  /** Of one that was replaced: whether the same answer shows what took its place. */
  readonly successorShown?: boolean;
  /** What the answer to our request said that differs from it, beyond what the order itself shows. */
  readonly deviations?: readonly string[];
}

/** Brings our order to what the venue says of it; asks for the executions that the venue counts and we have not. */
export function adoptVenueOrder(decision: Decision, id: ClientOrderId, news: VenueOrderNews): void {
  const { order: venueOrder, at, raw } = news;
  const before = decision.state.orders[id];
  if (before === undefined) return;
  if (!isOpen(before)) takeEndedOrder(decision, before, news);
  const { venueStatus } = venueOrder;
  if (venueOrder.status !== "rejected" && before.acceptedAt === null) {
    const { venueOrderId, timeInForce, expiresAt } = venueOrder;
    // The end of a day order is the calendar's; one that stays for weeks ends when the venue says.
    const ends = timeInForce === "gtc" && expiresAt !== undefined ? { expiresAt } : {};
    const event = { kind: "accepted" as const, at, venueOrderId, venueStatus, ...ends };
    emitStep(decision, { id, event, raw });
  }
  const accepted = decision.state.orders[id];
  if (accepted !== undefined) refuseDeviation(decision, accepted, news);
  const order = decision.state.orders[id];
  if (order !== undefined) follow(decision, order, news);
}

/** Moves an order on by the venue's status, once every execution that the venue counts is booked. */
function follow(decision: Decision, order: Order, news: VenueOrderNews): void {
  const { order: venueOrder, raw } = news;
  if (isOpen(order) && venueOrder.status === "replaced") return endReplaced(decision, order, news);
  if (quantityUnits(venueOrder.filledQuantity) > quantityUnits(order.filledQuantity))
    return askForSnapshot(decision, "continuous");
  const event = isOpen(order) ? eventOf(news, order.venueStatus) : null;
  if (event !== null) emitStep(decision, { id: order.clientOrderId, event, raw });
}

/** What the venue's status says that we do not know; null when it says nothing new. */
function eventOf(news: VenueOrderNews, known: string | null): OrderEvent | null {
  const { at } = news;
  const { status, venueStatus } = news.order;
  const reason = news.reason === "" ? null : news.reason;
  switch (status) {
    case "canceled":
    case "expired":
      return { kind: status, at, reason, venueStatus };
    case "rejected":
      return { kind: status, at, reason: reason ?? "the venue gave no reason", venueStatus };
    default:
      return known === venueStatus ? null : { kind: "venue_status", at, venueStatus };
  }
}
