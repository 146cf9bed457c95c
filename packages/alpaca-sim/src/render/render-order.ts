import type { WireOrder } from "@interlock/alpaca/wire/order";
import type { WireTradeUpdate } from "@interlock/alpaca/wire/trade-update";
import { formatFixed } from "@interlock/core/number/fixed";
import type { Price } from "@interlock/core/number/price";
import { formatQuantity } from "@interlock/core/number/quantity";
import { assetOf } from "../venue/asset.ts";
import { moneyText, priceText } from "../venue/decimal-text.ts";
import type { OrderEvent } from "../venue/order/order-event.ts";
import { averagePrice, type OrderRecord } from "../venue/order/order-record.ts";
import { stampOf } from "../venue/stamp.ts";

/**
 * Returns an order as REST answers carry it. `status` stands in for the order's own where an answer words it
 * otherwise; `legs` are the orders under it, where they are to be shown.
 */
export function renderOrder(
  order: Readonly<OrderRecord>,
  status: string = order.status,
  legs: readonly Readonly<OrderRecord>[] = [],
): WireOrder {
  const average = averagePrice(order.filledCost, order.filledQuantity);
  return {
    id: order.id,
    client_order_id: order.clientOrderId,
    created_at: order.createdAt,
    updated_at: order.updatedAt,
    submitted_at: order.createdAt,
    filled_at: order.filledAt,
    expired_at: order.expiredAt,
    expires_at: stampOf(order.expiresAt),
    canceled_at: order.canceledAt,
    failed_at: order.failedAt,
    replaced_at: order.replacedAt,
    replaced_by: order.replacedBy,
    replaces: order.replaces,
    asset_id: assetOf(order.symbol).id,
    symbol: order.symbol,
    asset_class: "us_equity",
    ...renderTerms(order),
    qty: order.notional === null ? formatQuantity(order.quantity) : null,
    filled_qty: formatQuantity(order.filledQuantity),
    filled_avg_price: average === null ? null : priceText(average),
    order_class: order.orderClass === "simple" ? "" : order.orderClass,
    order_type: order.type,
    type: order.type,
    side: order.side,
    position_intent: order.intent,
    time_in_force: order.timeInForce,
    status,
    extended_hours: order.extendedHours,
    legs: legs.length === 0 ? null : legs.map((leg) => renderOrder(leg)),
    ratio_qty: null,
    subtag: null,
    source: null,
    cancel_requested_at: order.cancelRequestedAt,
  };
}

function priceOrNull(price: Price | null): string | null {
  return price === null ? null : priceText(price);
}

type Terms = "notional" | "limit_price" | "stop_price" | "trail_percent" | "trail_price" | "hwm";

function renderTerms(order: Readonly<OrderRecord>): Pick<WireOrder, Terms> {
  const { trail } = order;
  return {
    notional: order.notional === null ? null : moneyText(order.notional),
    limit_price: priceOrNull(order.limitPrice),
    stop_price: priceOrNull(order.stopPrice),
    trail_percent: trail?.by === "percent" ? percentText(trail.millionths) : null,
    trail_price: trail?.by === "price" ? priceText(trail.distance) : null,
    hwm: priceOrNull(order.waterMark),
  };
}

function percentText(millionths: number): string {
  return formatFixed(millionths, 6);
}

/** Returns an event as the trade_updates stream carries it; amounts of an execution are those of this slice. */
export function renderTradeUpdate(event: OrderEvent): Partial<WireTradeUpdate> {
  const { execution } = event;
  const update = {
    event: event.name,
    timestamp: event.stamp,
    order: renderOrder(event.order),
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(event.executionId === null ? {} : { execution_id: event.executionId }),
  };
  if (execution === null) return update;
  return {
    ...update,
    ...(execution.previousId === null ? {} : { previous_execution_id: execution.previousId }),
    price: priceText(execution.price),
    qty: formatQuantity(execution.quantity),
    position_qty: formatQuantity(execution.positionQuantity),
  };
}
