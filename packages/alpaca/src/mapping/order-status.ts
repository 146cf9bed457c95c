import { assertNever } from "@interlock/core/assert";
import type { OrderStatus } from "@interlock/core/order/order-status";
import { isKnownOrderStatus, type KnownOrderStatus } from "../wire/order.ts";

function mapKnownStatus(status: KnownOrderStatus, partlyFilled: boolean): OrderStatus {
  switch (status) {
    case "partially_filled":
    case "filled":
    case "canceled":
    case "expired":
    case "replaced":
    case "rejected":
    case "pending_cancel":
    case "pending_replace":
      return status;
    // Open at the venue, whatever it is waiting for: each may still fill or be canceled.
    case "new":
    case "accepted":
    case "pending_new":
    case "accepted_for_bidding":
    case "pending_review":
    case "held":
    case "stopped":
    case "suspended":
    case "calculated":
    case "done_for_day":
      return partlyFilled ? "partially_filled" : "accepted";
    default:
      return assertNever(status);
  }
}

/**
 * Maps the venue's word for an order's status to ours. A word that Alpaca does not document is "unknown", never a
 * guess: the caller keeps the venue's word beside it.
 */
export function mapOrderStatus(status: string, partlyFilled: boolean): OrderStatus | "unknown" {
  return isKnownOrderStatus(status) ? mapKnownStatus(status, partlyFilled) : "unknown";
}
