import { assertNever } from "../assert.ts";

/**
 * Where an order stands, by our books.
 * `submit_unknown`: the request was sent and no answer says what became of it. It is never retried and counts in full
 * against every limit until evidence resolves it.
 */
export type OrderStatus =
  | "pending_submit"
  | "submit_unknown"
  | "accepted"
  | "partially_filled"
  | "pending_cancel"
  | "pending_replace"
  | "filled"
  | "canceled"
  | "expired"
  | "replaced"
  | "rejected";

/** Statuses in the order of an order's life, terminal ones last. */
export const ORDER_STATUSES: readonly OrderStatus[] = [
  "pending_submit",
  "submit_unknown",
  "accepted",
  "partially_filled",
  "pending_cancel",
  "pending_replace",
  "filled",
  "canceled",
  "expired",
  "replaced",
  "rejected",
];

/** Tells whether nothing but late fills can still happen to an order in this status. */
export function isTerminal(status: OrderStatus): boolean {
  switch (status) {
    case "filled":
    case "canceled":
    case "expired":
    case "replaced":
    case "rejected":
      return true;
    case "pending_submit":
    case "submit_unknown":
    case "accepted":
    case "partially_filled":
    case "pending_cancel":
    case "pending_replace":
      return false;
    default:
      return assertNever(status);
  }
}
