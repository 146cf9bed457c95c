import type { StrategyId, Ticker } from "../ids.ts";
import type { Price } from "../number/price.ts";
import type { Quantity } from "../number/quantity.ts";
import { orderPrice } from "../order/order.ts";
import type { OrderIntent } from "../order/order-intent.ts";
import type { Side } from "../order/side.ts";
import { MINUTE_MS, type UnixMs } from "../time.ts";

/** An approved order as the rate and duplicate checks remember it. Plain data. */
export interface RecentOrder {
  readonly at: UnixMs;
  readonly symbol: Ticker;
  readonly side: Side;
  readonly quantity: Quantity;
  readonly type: OrderIntent["pricing"]["type"];
  readonly price: Price | null;
  readonly strategyId: StrategyId | null;
}

/** Span in which orders are counted for the rate limit. */
const ORDER_RATE_WINDOW_MS = MINUTE_MS;

/**
 * Adds an approved order to the list, in place, and drops those that no window reaches any more.
 * `windowMs` is the duplicate window; the list keeps the longer of it and a minute.
 */
export function rememberOrder(recent: RecentOrder[], order: RecentOrder, windowMs: number): void {
  const oldest = order.at - Math.max(windowMs, ORDER_RATE_WINDOW_MS);
  recent.push(order);
  recent.splice(
    0,
    recent.findIndex(({ at }) => at > oldest),
  );
}

/** Returns an approved intent as the list remembers it. */
export function toRecentOrder(intent: OrderIntent, at: UnixMs): RecentOrder {
  return {
    at,
    symbol: intent.symbol,
    side: intent.side,
    quantity: intent.quantity,
    type: intent.pricing.type,
    price: orderPrice(intent.pricing),
    strategyId: intent.strategyId,
  };
}

/** Returns how many orders were approved in the minute before `time`. The list is short: at most a minute's orders. */
export function ordersInLastMinute(recent: readonly RecentOrder[], time: UnixMs): number {
  return ordersSince(recent, time - ORDER_RATE_WINDOW_MS);
}

/** Returns how many orders were approved after `since`, of those that the list still has. */
export function ordersSince(recent: readonly RecentOrder[], since: UnixMs): number {
  return recent.length - 1 - recent.findLastIndex(({ at }) => at <= since);
}

/** Returns when an equal order was approved last, if that was within `windowMs` before `time`; otherwise null. */
export function lastEqualOrderAt(
  recent: readonly RecentOrder[],
  intent: OrderIntent,
  window: { readonly time: UnixMs; readonly windowMs: number },
): UnixMs | null {
  const young = ordersSince(recent, window.time - window.windowMs);
  // Only the young ones are looked at: the list may hold a minute's, and every order asks.
  const asked = recent.slice(recent.length - young);
  return asked.findLast((order) => isEqual(order, intent))?.at ?? null;
}

function isEqual(order: RecentOrder, intent: OrderIntent): boolean {
  return (
    order.symbol === intent.symbol &&
    order.side === intent.side &&
    order.quantity === intent.quantity &&
    order.strategyId === intent.strategyId &&
    order.type === intent.pricing.type &&
    order.price === orderPrice(intent.pricing)
  );
}
