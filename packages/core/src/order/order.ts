import type { ClientOrderId, ExecutionId, VenueOrderId } from "../ids.ts";
import { divideHalfEven } from "../number/fixed.ts";
import { type Money, moneyUnits, ZERO_MONEY } from "../number/money.ts";
import { type Price, priceFromUnits } from "../number/price.ts";
import {
  maxQuantity,
  type Quantity,
  quantityUnits,
  subtractQuantity,
  UNITS_PER_SHARE,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import type { UnixMs } from "../time.ts";
import type { OrderFlag } from "./order-flag.ts";
import type { OrderIntent, OrderPricing, TimeInForce } from "./order-intent.ts";
import { isTerminal, type OrderStatus } from "./order-status.ts";

/** What a replace asks the venue for; the venue makes a new order of it, under `clientOrderId`. */
export interface Replacement {
  readonly clientOrderId: ClientOrderId;
  readonly quantity: Quantity;
  readonly pricing: OrderPricing;
  readonly timeInForce: TimeInForce;
}

/** What the venue says of an order that ended there with more filled than we have booked. */
export interface EndAtVenue {
  readonly status: "filled" | "canceled" | "expired" | "rejected" | "replaced";
  readonly filledQuantity: Quantity;
  readonly at: UnixMs;
}

/**
 * An order by our books: an intent that risk approved, and what became of it. Plain data, immutable, changed only by
 * `transitionOrder`. Times are the venue's where the venue gave one.
 *
 * Invariants: while it is open, leaves + filled = quantity (leaves 0 when overfilled); once it has ended, leaves = 0.
 * `executionIds` is sorted and without repetition, so that any order of the same fills gives the same data.
 */
export interface Order extends OrderIntent {
  readonly venueOrderId: VenueOrderId | null;
  readonly status: OrderStatus;
  /** The venue's own word for the status, as it last came. */
  readonly venueStatus: string | null;
  readonly filledQuantity: Quantity;
  readonly leavesQuantity: Quantity;
  /** Sum of price × quantity over the fills, at least zero. */
  readonly filledCost: Money;
  readonly executionIds: readonly ExecutionId[];
  /** Midpoint when the order was approved; null when there was no quote to take it from. */
  readonly arrivalMid: Price | null;
  readonly createdAt: UnixMs;
  readonly submittedAt: UnixMs | null;
  readonly acceptedAt: UnixMs | null;
  readonly cancelRequestedAt: UnixMs | null;
  /** The latest execution time among the fills. */
  readonly lastFillAt: UnixMs | null;
  readonly updatedAt: UnixMs;
  readonly terminalAt: UnixMs | null;
  readonly replaces: ClientOrderId | null;
  readonly replacedBy: ClientOrderId | null;
  /** Present while a replace is under way and after it was done. */
  readonly replacement: Replacement | null;
  /** Absent unless the venue showed it ended while executions of it were missing; it counts in full until they come. */
  readonly endedAtVenue?: EndAtVenue;
  /** The quantity that the venue works, where it is not the one that we asked for; absent where it is. */
  readonly venueQuantity?: Quantity;
  /** When the venue ends it by itself; absent where it has not said. */
  readonly expiresAt?: UnixMs;
  /** The venue's word for a type that we do not send, e.g. "trailing_stop": `pricing` is then a market order's. */
  readonly otherType?: string;
  readonly flags: readonly OrderFlag[];
  /** Why it was refused, canceled or is unknown, in the words of whoever said so. */
  readonly lastReason: string | null;
}

/** Returns the order that an intent begins as: recorded, not yet sent. */
export function beginOrder(intent: OrderIntent, begin: OrderBeginning): Order {
  return {
    clientOrderId: intent.clientOrderId,
    symbol: intent.symbol,
    side: intent.side,
    quantity: intent.quantity,
    pricing: intent.pricing,
    timeInForce: intent.timeInForce,
    extendedHours: intent.extendedHours,
    purpose: intent.purpose,
    strategyId: intent.strategyId,
    signalId: intent.signalId,
    venueOrderId: null,
    status: "pending_submit",
    venueStatus: null,
    filledQuantity: ZERO_QUANTITY,
    leavesQuantity: intent.quantity,
    filledCost: ZERO_MONEY,
    executionIds: [],
    arrivalMid: begin.arrivalMid,
    createdAt: begin.at,
    submittedAt: null,
    acceptedAt: null,
    cancelRequestedAt: null,
    lastFillAt: null,
    updatedAt: begin.at,
    terminalAt: null,
    replaces: begin.replaces,
    replacedBy: null,
    replacement: null,
    flags: [],
    lastReason: null,
  };
}

/** When and from what an order begins. */
export interface OrderBeginning {
  readonly at: UnixMs;
  readonly arrivalMid: Price | null;
  readonly replaces: ClientOrderId | null;
}

/** Returns the order that the venue made of a replaced one; null when `order` was not asked to be replaced. */
export function orderFromReplacement(order: Order, at: UnixMs): Order | null {
  if (order.replacement === null) return null;
  const begin = { at, arrivalMid: order.arrivalMid, replaces: order.clientOrderId };
  return beginOrder({ ...order, ...order.replacement }, begin);
}

/** Tells whether the order may still trade, by our books: also while we do not know whether it arrived. */
export function isOpen(order: Order): boolean {
  return !isTerminal(order.status);
}

/** Tells whether an order has ended at the venue and counts here only because executions of it are not listed yet. */
export function awaitsExecutions(order: Order): boolean {
  return isOpen(order) && order.endedAtVenue !== undefined;
}

/**
 * Returns the most that the order may still trade: its leaves, what the venue works where that is more than we asked
 * for, or the whole of its replacement, because until the venue says which, either may be live. A replacement that has
 * begun counts by itself. Zero once it has ended.
 */
export function openQuantity(order: Order): Quantity {
  const { leavesQuantity, venueQuantity, filledQuantity, replacement, replacedBy } = order;
  if (!isOpen(order)) return ZERO_QUANTITY;
  const open =
    venueQuantity === undefined
      ? leavesQuantity
      : maxQuantity(leavesQuantity, subtractQuantity(venueQuantity, filledQuantity));
  const isEither = replacement !== null && replacedBy === null;
  return isEither ? maxQuantity(open, replacement.quantity) : open;
}

/** Returns the average price of the fills, rounded half-even to the millionth of a dollar; null before the first. */
export function averageFillPrice(order: Order): Price | null {
  const filled = quantityUnits(order.filledQuantity);
  if (filled === 0) return null;
  const cost = BigInt(moneyUnits(order.filledCost)) * BigInt(UNITS_PER_SHARE);
  return priceFromUnits(Number(divideHalfEven(cost, BigInt(filled))));
}

/** Returns the price at which the order may trade at worst by its own terms; null for a market order. */
export function orderPrice(pricing: OrderPricing): Price | null {
  switch (pricing.type) {
    case "market":
      return null;
    case "stop":
      return pricing.stopPrice;
    case "limit":
    case "stop_limit":
      return pricing.limitPrice;
  }
}
