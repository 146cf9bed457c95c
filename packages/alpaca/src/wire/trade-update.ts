import { z } from "zod";
import { wireOrder } from "./order.ts";
import { optionalDecimal, optionalText } from "./scalars.ts";

/** Events that Alpaca documents on the trade_updates stream. */
export const TRADE_EVENTS = [
  "accepted",
  "pending_new",
  "new",
  "partial_fill",
  "fill",
  "canceled",
  "expired",
  "done_for_day",
  "replaced",
  "rejected",
  "held",
  "pending_cancel",
  "pending_replace",
  "stopped",
  "calculated",
  "suspended",
  "order_cancel_rejected",
  "order_replace_rejected",
  "trade_bust",
  "trade_correct",
  "restated",
] as const;

/** A documented event. A message may carry another one: its `event` is plain text. */
export type KnownTradeEvent = (typeof TRADE_EVENTS)[number];

/** Tells whether an event is one of the documented ones. */
export function isKnownTradeEvent(event: string): event is KnownTradeEvent {
  return TRADE_EVENTS.some((known) => known === event);
}

/**
 * What one trade_updates message says of an order. `price` and `qty` are those of this execution alone; cumulative
 * figures are in `order`. `position_qty` is signed and counts after the execution.
 */
export const wireTradeUpdate = z.looseObject({
  event: z.string(),
  order: wireOrder,
  timestamp: optionalText,
  execution_id: optionalText,
  price: optionalDecimal,
  qty: optionalDecimal,
  position_qty: optionalDecimal,
  previous_execution_id: optionalText,
  reason: optionalText,
});
export type WireTradeUpdate = z.output<typeof wireTradeUpdate>;
