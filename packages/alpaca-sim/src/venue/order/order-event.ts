import type { ExecutionId, Ticker, VenueOrderId } from "@interlock/core/ids";
import type { RegulatoryFees } from "@interlock/core/fees/regulatory-fees";
import type { Price } from "@interlock/core/number/price";
import type { Quantity } from "@interlock/core/number/quantity";
import type { Side } from "@interlock/core/order/side";
import type { UnixMs } from "@interlock/core/time";
import type { OrderRecord } from "./order-record.ts";
import type { Stamp } from "../stamp.ts";

/** Names of events, as the trade_updates stream has them. */
export type OrderEventName =
  | "accepted"
  | "pending_new"
  | "new"
  | "partial_fill"
  | "fill"
  | "canceled"
  | "expired"
  | "replaced"
  | "rejected"
  | "pending_cancel"
  | "pending_replace"
  | "held"
  | "done_for_day"
  | "stopped"
  | "suspended"
  | "calculated"
  | "order_cancel_rejected"
  | "order_replace_rejected"
  | "restated"
  | "trade_bust"
  | "trade_correct";

/**
 * One execution of the account. Immutable. Quantities are positive, except `positionQuantity`, the holding after it,
 * and that of an entry that takes another one back.
 */
export interface Execution {
  readonly id: ExecutionId;
  /** The execution that this one takes back or corrects; null for an ordinary one. */
  readonly previousId: ExecutionId | null;
  readonly orderId: VenueOrderId;
  readonly clientOrderId: string;
  readonly symbol: Ticker;
  readonly side: Side;
  readonly quantity: Quantity;
  readonly price: Price;
  readonly fees: RegulatoryFees;
  readonly cumulativeQuantity: Quantity;
  readonly leavesQuantity: Quantity;
  readonly positionQuantity: Quantity;
  readonly at: UnixMs;
  readonly stamp: Stamp;
}

/** Something that happened to an order, with the order as it was right after. */
export interface OrderEvent {
  readonly name: OrderEventName;
  readonly order: Readonly<OrderRecord>;
  readonly execution: Execution | null;
  /** Identity of the event where Alpaca gives one: executions and `new`. */
  readonly executionId: string | null;
  /** Why, where the venue says so. */
  readonly reason?: string;
  readonly stamp: Stamp;
}
