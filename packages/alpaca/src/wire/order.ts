import { z } from "zod";
import { decimalText, optionalDecimal, optionalFlag, optionalText } from "./scalars.ts";

/** Statuses that Alpaca documents for an order. */
export const ORDER_STATUSES = [
  "new",
  "partially_filled",
  "filled",
  "done_for_day",
  "canceled",
  "expired",
  "replaced",
  "pending_cancel",
  "pending_replace",
  "accepted",
  "pending_new",
  "accepted_for_bidding",
  "stopped",
  "rejected",
  "suspended",
  "calculated",
  "held",
  "pending_review",
] as const;

/** A documented order status. An order on the wire may carry another one: its `status` is plain text. */
export type KnownOrderStatus = (typeof ORDER_STATUSES)[number];

/** Tells whether a status is one of the documented ones. */
export function isKnownOrderStatus(status: string): status is KnownOrderStatus {
  return ORDER_STATUSES.some((known) => known === status);
}

/** An order as REST answers and stream messages carry it; times are RFC 3339 text, amounts decimal text. */
export const wireOrder = z.looseObject({
  id: z.string().min(1),
  client_order_id: z.string().min(1),
  symbol: z.string().min(1),
  side: z.string(),
  status: z.string(),
  filled_qty: decimalText,
  qty: optionalDecimal,
  notional: optionalDecimal,
  filled_avg_price: optionalDecimal,
  type: optionalText,
  order_type: optionalText,
  order_class: optionalText,
  time_in_force: optionalText,
  limit_price: optionalDecimal,
  stop_price: optionalDecimal,
  trail_price: optionalDecimal,
  trail_percent: optionalDecimal,
  hwm: optionalDecimal,
  extended_hours: optionalFlag,
  asset_id: optionalText,
  asset_class: optionalText,
  position_intent: optionalText,
  created_at: optionalText,
  updated_at: optionalText,
  submitted_at: optionalText,
  filled_at: optionalText,
  expired_at: optionalText,
  expires_at: optionalText,
  canceled_at: optionalText,
  failed_at: optionalText,
  replaced_at: optionalText,
  replaced_by: optionalText,
  replaces: optionalText,
  cancel_requested_at: optionalText,
});

/** A parsed order; fields that this schema does not name are kept. */
export type WireOrder = z.output<typeof wireOrder>;

/** One line of the answer to DELETE /v2/orders. */
export const wireCancelResult = z.looseObject({ id: z.string(), status: z.number() });
