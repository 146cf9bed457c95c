import type { ClientOrderId, ExecutionId, Ticker } from "../ids.ts";
import type { Money } from "../number/money.ts";
import type { Price } from "../number/price.ts";
import type { Quantity } from "../number/quantity.ts";
import type { OrderStatus } from "../order/order-status.ts";
import type { Side } from "../order/side.ts";
import type { AdoptedHolding } from "../position/position.ts";
import type { UnixMs } from "../time.ts";

/**
 * What a break is about.
 *
 * - `position`, `cash`: the venue's figure differs from ours.
 * - `unknown_order`: the venue shows an order working that our books hold ended.
 * - `missing_order`: our books hold an order open that the venue does not know.
 * - `overfill`, `late_fill`: an order filled beyond its quantity, or after its end.
 * - `replaced_order`: somebody replaced an order of ours at the venue.
 * - `order_conflict`: the venue works or reports an order in another way than our books allow.
 * - `external_execution`: an order that is not ours traded on the account.
 */
export type BreakKind =
  | "position"
  | "cash"
  | "unknown_order"
  | "missing_order"
  | "overfill"
  | "late_fill"
  | "replaced_order"
  | "order_conflict"
  | "external_execution";

/** One difference between our books and the venue's, with both sides as they were. */
export interface Break {
  readonly breakId: string;
  /** Null for one of the whole account, which blocks every symbol. */
  readonly symbol: Ticker | null;
  readonly kind: BreakKind;
  readonly ours: string;
  readonly venue: string;
  readonly openedAt: UnixMs;
  /** Absent in journals from before evidence was kept. */
  readonly evidence?: BreakEvidence;
}

/** What both sides of a break rest on. */
export interface BreakEvidence {
  /** From 1, one more with each change of a side: a person adopts what they saw, or nothing. */
  readonly revision: number;
  readonly ours: OurSide;
  readonly venue: VenueSide;
}

/** What a figure says: a position's, the account's cash, or none of the two. */
export interface SideFigures {
  readonly quantity: Quantity | null;
  readonly averagePrice: Price | null;
  readonly cash: Money | null;
}

/** Our books: the figures, and the latest orders that made them. */
export interface OurSide extends SideFigures {
  readonly orders: readonly OrderTrace[];
}

/** The venue: the figures, when they were asked for (null when nobody asked), and the messages as they came. */
export interface VenueSide extends SideFigures {
  readonly askedAt: UnixMs | null;
  readonly at: UnixMs;
  readonly raw: readonly string[];
}

/** An order of ours with the executions that were booked to it. */
export interface OrderTrace {
  readonly clientOrderId: ClientOrderId;
  readonly symbol: Ticker;
  readonly side: Side;
  readonly status: OrderStatus;
  readonly quantity: Quantity;
  readonly filledQuantity: Quantity;
  readonly executionIds: readonly ExecutionId[];
}

/** What an adoption takes over from the venue. */
export type TakenOver =
  | {
      readonly kind: "position";
      readonly symbol: Ticker;
      readonly holding: AdoptedHolding;
      /** The price by which the symbol was valued then: what it makes of the holding is no result of the day. */
      readonly mark: Price | null;
      /** The price of the shares taken over, where a corporate action set another scale; absent where it did not. */
      readonly newMark?: Price | null;
    }
  | { readonly kind: "cash"; readonly cash: Money }
  /** The executions are in the books already; a person says that they may stay there. */
  | { readonly kind: "external_execution"; readonly symbol: Ticker };

/** A break that is over, and how it ended. */
export interface ClosedBreak {
  readonly break: Break;
  readonly closedAt: UnixMs;
  readonly how: string;
  /** Who adopted it, and why; null when the venue's evidence closed it. */
  readonly by: string | null;
  readonly reason: string;
}

/** Names the break of a symbol's position: there is one at a time. */
export function positionBreakId(symbol: string): string {
  return `position:${symbol}`;
}

/** Names what a person saw of a break: another id means that a side has changed since. */
export function evidenceIdOf({ breakId, openedAt, evidence }: Break): string {
  return `${breakId}@${openedAt}.${evidence?.revision ?? 0}`;
}
