import { nextClose, nextOpen, sessionAt } from "../market/calendar.ts";
import {
  absoluteQuantity,
  addQuantity,
  formatQuantity,
  minQuantity,
  type Quantity,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import { isOpen, type Order, openQuantity } from "../order/order.ts";
import type { UnixMs } from "../time.ts";

/**
 * Which shares of a position a stop covers: one that works at the broker, whoever placed it, the engine's own, or none.
 * A stop at the broker acts also while the engine is gone; the engine's own acts only while it runs, sees a
 * market and may send. Shares never count twice, and no more than are held.
 */
export interface StopCover {
  readonly held: Quantity;
  readonly byVenue: Quantity;
  readonly byEngine: Quantity;
  readonly uncovered: Quantity;
  /** Shares that stops at the broker still cover once day orders have ended. */
  readonly byVenueNextDay: Quantity;
  /** When the first of the broker's stops ends by itself; null where none does. */
  readonly expiresAt: UnixMs | null;
  /** Why the engine's own does not cover the rest; empty where it does, or where there is no rest. */
  readonly why: string;
}

/** What a position's cover is read from. */
export interface CoverFacts {
  /** Signed shares. */
  readonly position: Quantity;
  /** Open orders of the symbol, ours and those of other programs. */
  readonly orders: readonly Order[];
  /** Why the engine's own stop-loss would not act now, as a phrase; empty where it would. */
  readonly whyNoLocal: string;
  /** Shares that it would leave alone where it acts, and why; absent where there are none. */
  readonly apart?: { readonly quantity: Quantity; readonly why: string } | undefined;
  readonly now: UnixMs;
}

/** Returns who covers which shares of a position. */
export function stopCover({ position, orders, whyNoLocal, apart, now }: CoverFacts): StopCover {
  const held = absoluteQuantity(position);
  const stops = orders.filter((order) => isWorkingStop(order, position));
  const byVenue = minQuantity(sumOf(stops), held);
  const rest = subtractQuantity(held, byVenue);
  const left = whyNoLocal === "" ? (apart?.quantity ?? ZERO_QUANTITY) : rest;
  const uncovered = minQuantity(left, rest);
  const why = whyNoLocal === "" ? (apart?.why ?? "") : whyNoLocal;
  const lasting = stops.filter(({ timeInForce }) => timeInForce === "gtc");
  return {
    held,
    byVenue,
    byEngine: subtractQuantity(rest, uncovered),
    uncovered,
    byVenueNextDay: minQuantity(sumOf(lasting), held),
    expiresAt: lasting.length < stops.length ? nextClose(now) : null,
    why: signOfQuantity(uncovered) === 0 ? "" : why,
  };
}

/** A stop that the venue has taken and that nobody has asked to be gone: one of unknown fate covers nothing. */
function isWorkingStop(order: Order, position: Quantity): boolean {
  const { pricing, side, status, cancelRequestedAt, endedAtVenue } = order;
  if (pricing.type !== "stop" && pricing.type !== "stop_limit") return false;
  const closes = side === (signOfQuantity(position) > 0 ? "sell" : "buy");
  const working = status === "accepted" || status === "partially_filled";
  const staying = cancelRequestedAt === null && endedAtVenue === undefined;
  return closes && working && staying && isOpen(order);
}

function sumOf(orders: readonly Order[]): Quantity {
  return orders.reduce((sum, order) => addQuantity(sum, openQuantity(order)), ZERO_QUANTITY);
}

/**
 * Says what the next session leaves of a cover, in one or two sentences. Stops at the broker wait for the regular
 * session, and the engine sends nothing while the market is closed: a gap at the open is bounded by neither.
 */
export function describeNextSession(cover: StopCover, now: UnixMs): string {
  const { held, byVenueNextDay, expiresAt } = cover;
  const rest = subtractQuantity(held, byVenueNextDay);
  const open = sessionAt(now) === "closed" ? "at the next open" : "overnight";
  const gap = `A gap ${open} is bounded by no stop: it fills at the first price after it.`;
  if (signOfQuantity(held) === 0) return "";
  if (signOfQuantity(rest) === 0)
    return `The stops at the broker stay for the next session. ${gap}`;
  const left = `${formatQuantity(rest)} ${signOfQuantity(byVenueNextDay) > 0 ? "of them " : ""}have no stop at the broker`;
  const from = expiresAt === null ? "In the next session" : "After today's close";
  return `${from} ${left}: only the engine's own, while it runs. ${gap}`;
}

/** Returns when the regular session opens next, for a cover that waits for it; null while it is open. */
export function waitsForOpen(now: UnixMs): UnixMs | null {
  return sessionAt(now) === "regular" ? null : nextOpen(now);
}
