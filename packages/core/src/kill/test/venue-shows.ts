import { clientOrderId, ticker, venueOrderId } from "../../ids.ts";
import { price } from "../../number/price.ts";
import { quantity, ZERO_QUANTITY } from "../../number/quantity.ts";
import type {
  UnreadableOrder,
  UnreadablePosition,
  VenueOrder,
  VenuePosition,
} from "../../order/execution-report.ts";

/** Returns an open order as a venue shows it; a case sets only what it is about. */
export function openOrder(id: string, more: Partial<VenueOrder> = {}): VenueOrder {
  return {
    venueOrderId: venueOrderId(`v-${id}`),
    clientOrderId: clientOrderId(id),
    symbol: ticker("IBM"),
    side: "buy",
    quantity: quantity("100"),
    filledQuantity: ZERO_QUANTITY,
    averagePrice: null,
    pricing: { type: "limit", limitPrice: price("180") },
    type: "limit",
    timeInForce: "day",
    extendedHours: false,
    status: "accepted",
    venueStatus: "new",
    replaces: null,
    replacedBy: null,
    createdAt: 0,
    updatedAt: 0,
    ...more,
  };
}

/** Returns a stop order that would sell. */
export function sellStop(id: string, shares: string, symbol = "IBM"): VenueOrder {
  return openOrder(id, {
    type: "stop",
    side: "sell",
    quantity: quantity(shares),
    symbol: ticker(symbol),
  });
}

/** Returns an order whose terms cannot be read. */
export function unreadableOrder(id: string, symbol: string | null = null): UnreadableOrder {
  return {
    venueOrderId: venueOrderId(`v-${id}`),
    clientOrderId: clientOrderId(id),
    symbol: symbol === null ? null : ticker(symbol),
    why: 'order side "" must be buy or sell',
    raw: "{}",
  };
}

/** Returns a position whose figures cannot be read. */
export function unreadPosition(symbol: string | null): UnreadablePosition {
  return {
    symbol: symbol === null ? null : ticker(symbol),
    why: 'position quantity "many" must be a number',
    raw: "{}",
  };
}

/** Returns a position; negative shares are short. */
export function position(symbol: string, shares: string): VenuePosition {
  return { symbol: ticker(symbol), quantity: quantity(shares), averagePrice: "180" };
}
