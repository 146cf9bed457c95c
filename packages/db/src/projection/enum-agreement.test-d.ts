import type { OrderPricing, OrderPurpose, TimeInForce } from "@interlock/core/order/order-intent";
import type { OrderStatus } from "@interlock/core/order/order-status";
import type { Side } from "@interlock/core/order/side";
import type { TradingState } from "@interlock/core/risk/trading-state";
import type * as stored from "../generated/enums.ts";

/** `true` when two unions have the same members; anything else does not compile. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

/**
 * The enums of the database are core's unions. A member added in core fails to compile here until a migration adds it:
 * ALTER TYPE ... ADD VALUE, together with the CHECK constraints that list statuses.
 */
export const agreement: readonly [
  Same<OrderStatus, stored.OrderStatus>,
  Same<OrderPricing["type"], stored.OrderType>,
  Same<TimeInForce, stored.TimeInForce>,
  Same<OrderPurpose, stored.OrderPurpose>,
  Same<Side, stored.Side>,
  Same<TradingState, stored.TradingState>,
] = [true, true, true, true, true, true];
