import { formatPrice, type Price } from "../../number/price.ts";
import { formatQuantity, type Quantity, quantityUnits } from "../../number/quantity.ts";
import type { ClientOrderId, Ticker } from "../../ids.ts";
import { orderPrice } from "../../order/order.ts";
import type { OrderIntent } from "../../order/order-intent.ts";
import type { Side } from "../../order/side.ts";
import { MINUTE_MS, type UnixMs } from "../../time.ts";
import type { DenialCode } from "../denial.ts";
import type { Limits } from "../limits.ts";
import type { HeldThen } from "./reversal.ts";

/** How long after its denial an order can be overridden, and how long an override stands at most (RTS 6 art. 15(6)). */
export const OVERRIDE_MS_MAX = 5 * MINUTE_MS;

/** A permission for one denied order, once. Plain data, journaled as it was granted. */
export interface OverrideGrant {
  readonly overrideId: string;
  /** The order as it was denied; the one that is sent gets an id of its own and is otherwise equal. */
  readonly intent: OrderIntent;
  /** Of what makes the order that order, without its ids; in hexadecimal: for whoever reads the record. */
  readonly intentHash: string;
  /** What was held when it was denied: an order that closed may not open. Absent in journals of before, and strict. */
  readonly held?: HeldThen;
  /** Its denials: their lines are checked against the ceilings, all others as ever. */
  readonly lifts: readonly DenialCode[];
  readonly by: string;
  readonly byId: string;
  readonly role: string;
  readonly reason: string;
  readonly grantedAt: UnixMs;
  /** On the venue's clock: from then on it is refused. */
  readonly expiresAt: UnixMs;
  /** It stands under this version of the limits alone. */
  readonly limitVersion: number;
}

/** How an override was used, as the approval of its order records it. */
export interface OverrideUse {
  readonly overrideId: string;
  readonly by: string;
  readonly byId: string;
  readonly role: string;
  /** Whether another person used it than the one who granted it. */
  readonly fourEyes: boolean;
}

/** What a person reads back when an override is used. */
export interface RestatedOrder {
  readonly symbol: Ticker;
  readonly side: Side;
  readonly quantity: Quantity;
  /** Null for an order without a price. */
  readonly limitPrice: Price | null;
}

declare const unspent: unique symbol;

/**
 * An override that stands, claimed for exactly its order: what the gate wants to see. The brand's symbol is not
 * exported and exists only in types, so no object literal is one; `claimOverride` alone makes them, from a grant.
 */
export interface OneShotOverride {
  readonly [unspent]: true;
  readonly grant: OverrideGrant;
  readonly use: OverrideUse;
  /** In place of the lines that it lifts; the environment's. */
  readonly ceilings: Limits;
}

/** What became of an override. */
export type OverrideStanding =
  | { readonly kind: "open" }
  | {
      readonly kind: "used";
      readonly at: UnixMs;
      readonly by: string;
      readonly clientOrderId: ClientOrderId;
      readonly fourEyes: boolean;
    }
  | { readonly kind: "void"; readonly at: UnixMs; readonly why: string };

/** Why an override is refused to whoever wants to use it. */
export type OverrideFault = "unknown" | "used" | "void" | "altered" | "expired";

/** Returns the terms of an order that are read back. */
export function restatedOf({ symbol, side, quantity, pricing }: OrderIntent): RestatedOrder {
  return { symbol, side, quantity, limitPrice: orderPrice(pricing) };
}

/** Says what a person reads back, e.g. "buy 30 SPY at 412.10". */
export function describeRestated({ symbol, side, quantity, limitPrice }: RestatedOrder): string {
  const at = limitPrice === null ? "at market" : `at ${formatPrice(limitPrice)}`;
  return `${side} ${formatQuantity(quantity)} ${symbol} ${at}`;
}

/** Names the terms of an order that somebody restated otherwise, e.g. "quantity 40 instead of 30". */
export function alterations(granted: RestatedOrder, asked: RestatedOrder): string[] {
  const found: string[] = [];
  if (asked.symbol !== granted.symbol)
    found.push(`symbol ${asked.symbol} instead of ${granted.symbol}`);
  if (asked.side !== granted.side) found.push(`side ${asked.side} instead of ${granted.side}`);
  if (quantityUnits(asked.quantity) !== quantityUnits(granted.quantity))
    found.push(
      `quantity ${formatQuantity(asked.quantity)} instead of ${formatQuantity(granted.quantity)}`,
    );
  if (asked.limitPrice !== granted.limitPrice)
    found.push(`price ${textOf(asked.limitPrice)} instead of ${textOf(granted.limitPrice)}`);
  return found;
}

function textOf(price: Price | null): string {
  return price === null ? "at market" : formatPrice(price);
}
