import { STOP_TYPES } from "../kill/protective-stops.ts";
import { nextClose } from "../market/calendar.ts";
import { type Quantity, signOfQuantity } from "../number/quantity.ts";
import type { Order } from "../order/order.ts";
import type { UnixMs } from "../time.ts";

/**
 * The venue's words for an order that it works, or will work as soon as a session begins. One that is held for the
 * other exit of its group, that is not routed yet, that is suspended or being changed covers nothing for sure.
 */
const AT_WORK: ReadonlySet<string> = new Set(["new", "accepted", "partially_filled"]);

/**
 * Tells whether an order is a stop that works at the venue for closing a position, whoever placed it: a stop, a
 * stop-limit or a trailing stop. One of unknown fate, one that somebody has asked to be gone and one whose time is
 * over covers nothing.
 */
export function isWorkingStop(order: Order, position: Quantity, now: UnixMs): boolean {
  if (!STOP_TYPES.has(order.otherType ?? order.pricing.type)) return false;
  const closes = order.side === (signOfQuantity(position) > 0 ? "sell" : "buy");
  const endsAt = stopEndsAt(order);
  return closes && isAtWork(order) && (endsAt === null || endsAt > now);
}

function isAtWork({ status, venueStatus, cancelRequestedAt, endedAtVenue }: Order): boolean {
  const taken = status === "accepted" || status === "partially_filled";
  const staying = cancelRequestedAt === null && endedAtVenue === undefined;
  return taken && staying && AT_WORK.has(venueStatus ?? "");
}

/**
 * Returns when the venue ends a stop by itself: by its own word one that is good till canceled (Alpaca: after 90 days,
 * `expires_at`), any other at the first regular close after it was taken. Null where the venue names no end.
 */
export function stopEndsAt({
  timeInForce,
  expiresAt,
  acceptedAt,
  createdAt,
}: Order): UnixMs | null {
  if (timeInForce === "gtc") return expiresAt ?? null;
  return expiresAt ?? nextClose(acceptedAt ?? createdAt);
}
