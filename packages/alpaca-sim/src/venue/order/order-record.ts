import { assertNever } from "@interlock/core/assert";
import type { Ticker, VenueOrderId } from "@interlock/core/ids";
import { divideHalfEven } from "@interlock/core/number/fixed";
import { type Money, moneyUnits } from "@interlock/core/number/money";
import { type Price, priceFromUnits } from "@interlock/core/number/price";
import {
  type Quantity,
  quantityUnits,
  subtractQuantity,
  UNITS_PER_SHARE,
} from "@interlock/core/number/quantity";
import type { Side } from "@interlock/core/order/side";
import type { UnixMs } from "@interlock/core/time";
import type { Stamp } from "../stamp.ts";
import type { Exits, OrderClass, Trail } from "./order-class.ts";

/** Order types and times in force that the venue trades. */
export const ORDER_TYPES = ["market", "limit", "stop", "stop_limit", "trailing_stop"] as const;
export type OrderType = (typeof ORDER_TYPES)[number];
export const TIMES_IN_FORCE = ["day", "gtc", "ioc", "fok", "opg", "cls"] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

/** What a position becomes by an order. */
export type PositionIntent = "buy_to_open" | "buy_to_close" | "sell_to_open" | "sell_to_close";

/**
 * Statuses of the venue's own life of an order. `accepted` waits for a session; `pending_cancel` is stuck by a
 * fault.
 */
export type OrderStatus =
  | "accepted"
  | "pending_new"
  | "new"
  | "partially_filled"
  | "pending_cancel"
  | "filled"
  | "canceled"
  | "expired"
  | "replaced"
  | "rejected"
  | "held"
  | "pending_replace"
  | "done_for_day"
  | "stopped"
  | "suspended"
  | "calculated";

/** A wish to trade whose fields have been read; exactly one of `quantity` and `notional` is present. */
export interface NewOrder {
  readonly clientOrderId: string | null;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: Quantity | null;
  readonly notional: Money | null;
  readonly limitPrice: Price | null;
  readonly stopPrice: Price | null;
  /** Of trailing stops alone. */
  readonly trail: Trail | null;
  readonly orderClass: OrderClass;
  readonly exits: Exits;
  readonly extendedHours: boolean;
  readonly positionIntent: string | null;
}

/** An order in the venue's books. Changed only inside `step`; events carry copies. */
export interface OrderRecord {
  readonly id: VenueOrderId;
  /** Order of arrival; time priority. */
  readonly sequence: number;
  readonly clientOrderId: string;
  readonly symbol: Ticker;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** An exit gives up what the other exit of its group fills. */
  quantity: Quantity;
  readonly notional: Money | null;
  readonly limitPrice: Price | null;
  /** Of a trailing stop it moves with `waterMark`. */
  stopPrice: Price | null;
  readonly trail: Trail | null;
  /** The best price since a trailing stop was sent: highest for a sale, lowest for a buy. */
  waterMark: Price | null;
  readonly orderClass: OrderClass;
  /** The order above it in its group, and those below. */
  parentId: VenueOrderId | null;
  legIds: readonly VenueOrderId[];
  readonly extendedHours: boolean;
  readonly intent: PositionIntent;
  /** Price at which buying power is reserved; null for an order that closes. */
  readonly reservePrice: Price | null;
  /** From when it may work: now, or the start of the session that it waits for. */
  readonly startsAt: UnixMs;
  readonly expiresAt: UnixMs;
  readonly createdAt: Stamp;
  readonly replaces: VenueOrderId | null;
  replacedBy: VenueOrderId | null;
  status: OrderStatus;
  filledQuantity: Quantity;
  /** Sum of price × quantity of its executions. */
  filledCost: Money;
  /** For stops: whether a trade has set it off. Always true for other types. */
  elected: boolean;
  /** The limit that binds now: its own, or the one of a stop that was set off. Null: any price. */
  workingLimit: Price | null;
  /** Whether it has once stood away from the market; then it is hit at its own limit. */
  resting: boolean;
  updatedAt: Stamp;
  filledAt: Stamp | null;
  expiredAt: Stamp | null;
  canceledAt: Stamp | null;
  cancelRequestedAt: Stamp | null;
  replacedAt: Stamp | null;
  failedAt: Stamp | null;
}

/** Tells whether nothing can happen to the order any more. */
export function isClosed(order: Readonly<OrderRecord>): boolean {
  switch (order.status) {
    case "filled":
    case "canceled":
    case "expired":
    case "replaced":
    case "rejected":
      return true;
    case "accepted":
    case "pending_new":
    case "new":
    case "partially_filled":
    case "pending_cancel":
    case "held":
    case "pending_replace":
    case "done_for_day":
    case "stopped":
    case "suspended":
    case "calculated":
      return false;
    default:
      return assertNever(order.status);
  }
}

/** Returns the quantity that is not yet filled; zero once the order is closed. */
export function leavesQuantity(order: Readonly<OrderRecord>): Quantity {
  const leaves = subtractQuantity(order.quantity, order.filledQuantity);
  return isClosed(order) ? subtractQuantity(leaves, leaves) : leaves;
}

/** Returns cost ÷ quantity to the millionth of a dollar, rounded half-even; null for no quantity. */
export function averagePrice(cost: Money, quantity: Quantity): Price | null {
  const units = quantityUnits(quantity);
  if (units === 0) return null;
  const fine = BigInt(moneyUnits(cost)) * BigInt(UNITS_PER_SHARE);
  return priceFromUnits(Math.abs(Number(divideHalfEven(fine, BigInt(units)))));
}
