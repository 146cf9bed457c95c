import type { ClientOrderId, ExecutionId, Ticker, VenueOrderId } from "../ids.ts";
import type { Money } from "../number/money.ts";
import type { Price } from "../number/price.ts";
import type { Quantity } from "../number/quantity.ts";
import type { UnixMs } from "../time.ts";
import type { OrderPricing, TimeInForce } from "./order-intent.ts";
import type { OrderStatus } from "./order-status.ts";
import type { Side } from "./side.ts";

/** An order as the venue describes it, from a REST answer or inside a stream message. */
export interface VenueOrder {
  readonly venueOrderId: VenueOrderId;
  readonly clientOrderId: ClientOrderId;
  readonly symbol: Ticker;
  readonly side: Side;
  /** Null for an order sized in dollars. */
  readonly quantity: Quantity | null;
  readonly filledQuantity: Quantity;
  readonly averagePrice: string | null;
  /** Null for a type that this engine does not send, e.g. a trailing stop; `type` keeps its name. */
  readonly pricing: OrderPricing | null;
  readonly type: string;
  readonly timeInForce: TimeInForce | null;
  readonly extendedHours: boolean;
  /** Our reading of the venue's status; "unknown" where the venue uses a word that we do not know. */
  readonly status: OrderStatus | "unknown";
  readonly venueStatus: string;
  readonly replaces: VenueOrderId | null;
  readonly replacedBy: VenueOrderId | null;
  /** When the venue ends it by itself; absent where it does not say. */
  readonly expiresAt?: UnixMs;
  readonly createdAt: UnixMs;
  readonly updatedAt: UnixMs;
}

/** What the venue lists and nobody can read. */
interface Unreadable {
  /** Null where the venue names no symbol that can be read, e.g. for the parent of an order with several legs. */
  readonly symbol: Ticker | null;
  /** What cannot be read, without a full stop. */
  readonly why: string;
  /** The venue's message as it came. */
  readonly raw: string;
}

/** An order whose terms cannot be read. Its id alone is enough to cancel it. */
export interface UnreadableOrder extends Unreadable {
  /** Null where not even the id can be read: then only a cancel of everything reaches it. */
  readonly venueOrderId: VenueOrderId | null;
  readonly clientOrderId: ClientOrderId | null;
}

/** The venue's list of orders: one that cannot be read hides none of the others. */
export interface OrderList {
  readonly orders: readonly VenueOrder[];
  readonly unreadable: readonly UnreadableOrder[];
}

/** A position whose figures cannot be read: nobody can close it without them. */
export type UnreadablePosition = Unreadable;

/** The venue's list of positions: one that cannot be read hides none of the others, and the account is not flat. */
export interface PositionList {
  readonly positions: readonly VenuePosition[];
  readonly unreadable: readonly UnreadablePosition[];
}

/** What happened to an order, in the venue's words for the event. */
export type ReportEvent =
  | "accepted"
  | "new"
  | "fill"
  | "partial_fill"
  | "canceled"
  | "expired"
  | "done_for_day"
  | "replaced"
  | "rejected"
  | "pending_cancel"
  | "pending_replace"
  | "cancel_rejected"
  | "replace_rejected"
  | "other";

/** One execution inside a report: this slice's quantity and price, never cumulative ones. */
export interface ReportedExecution {
  readonly executionId: ExecutionId;
  readonly quantity: Quantity;
  readonly price: Price;
}

/** Any message of the venue about an order, with the message as it came. */
export interface ExecutionReport {
  readonly event: ReportEvent;
  readonly venueEvent: string;
  readonly order: VenueOrder;
  readonly execution: ReportedExecution | null;
  readonly reason: string;
  readonly venueAt: UnixMs;
  readonly raw: string;
}

/** Account figures as the venue reports them. */
export interface VenueAccount {
  readonly accountId: string;
  readonly accountNumber: string;
  readonly status: string;
  readonly cash: Money;
  readonly equity: Money;
  readonly lastEquity: Money;
  readonly buyingPower: Money;
  readonly accruedFees: Money;
  /** Equity that the venue wants for what is held; absent where it does not say. */
  readonly maintenanceMargin?: Money;
  readonly tradingBlocked: boolean;
  /** The venue's message as it came: evidence for a difference; absent where it was not kept. */
  readonly raw?: string;
}

/** A position as the venue reports it; quantity is signed. */
export interface VenuePosition {
  readonly symbol: Ticker;
  readonly quantity: Quantity;
  readonly averagePrice: string;
  /** Signed shares that the venue holds for no order; absent when it does not say. */
  readonly available?: Quantity;
  /** Dollars a share at the venue's latest trade, and at the close of the market day before; absent when not said. */
  readonly currentPrice?: Price;
  readonly priorClose?: Price;
  /** The venue's message as it came: evidence for a difference; absent where it was not kept. */
  readonly raw?: string;
}

/** An execution from the venue's activity log: the evidence for fills whose report was missed. */
export interface VenueExecution extends ReportedExecution {
  readonly venueOrderId: VenueOrderId;
  readonly symbol: Ticker;
  readonly side: Side;
  readonly venueAt: UnixMs;
  readonly raw: string;
}

/** A charge from the venue's activity log, e.g. a day's regulatory fees; `amount` is negative for a charge. */
export interface VenueCharge {
  readonly activityId: string;
  readonly kind: string;
  readonly amount: Money;
  readonly date: string;
  /** The instrument that it is about; absent where the venue names none. */
  readonly symbol?: Ticker;
  readonly raw: string;
}

/** The venue's whole answer for one comparison with our books. */
export interface VenueSnapshot {
  readonly account: VenueAccount;
  readonly positions: readonly VenuePosition[];
  readonly openOrders: readonly VenueOrder[];
  /** Open orders whose terms cannot be read; absent when there is none. */
  readonly unreadableOrders?: readonly UnreadableOrder[];
  /** Orders closed since the watermark asked for. */
  readonly closedOrders: readonly VenueOrder[];
  readonly executions: readonly VenueExecution[];
  readonly charges: readonly VenueCharge[];
  /** The venue's clock when the answers were gathered. */
  readonly venueAt: UnixMs;
  /** The account traded whenever it was read: its positions, cash and executions may not be of one moment. */
  readonly unsettled?: true;
}
