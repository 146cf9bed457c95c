import type { Quote } from "../market/quote.ts";
import { type Money, moneyUnits } from "../number/money.ts";
import { type Price, priceUnits, roundToTick, shiftPriceBps } from "../number/price.ts";
import {
  absoluteQuantity,
  addQuantity,
  isAboveZero,
  maxQuantity,
  minQuantity,
  type Quantity,
  quantityUnits,
  shares,
  signOfQuantity,
  subtractQuantity,
  UNITS_PER_SHARE,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import type { Side } from "../order/side.ts";
import type { OpenHolding } from "../portfolio/exposure.ts";
import { wantsSide } from "./stopped-out.ts";

/**
 * From what a strategy wants to the next order toward it. Called again after each fill until the target is reached:
 * an order never takes a position through zero, so a change of sides is two orders, the closing one first.
 */

/** What sizing looks at. */
export interface SizingInput {
  /** Fraction of the allocation, in [-1, 1]. */
  readonly target: number;
  /** Dollars that the strategy may hold in this symbol, at least zero. */
  readonly allocation: Money;
  readonly quote: Quote | null;
  /** The strategy's own holding and open orders in the symbol. */
  readonly own: OpenHolding;
  /** The account's, which other strategies share. */
  readonly account: OpenHolding;
  /** How far beyond the far touch the limit price may go, to stay marketable while the quote moves. */
  readonly offsetBps: number;
}

/** The next order, or why there is none now. */
export type Sizing =
  | {
      readonly kind: "order";
      readonly side: Side;
      readonly quantity: Quantity;
      readonly limitPrice: Price;
    }
  /** Position and working orders already make the target, to the share. */
  | { readonly kind: "at_target" }
  /** What is to be closed first is being closed by a working order. */
  | { readonly kind: "closing" }
  /** Our own orders on the other side must be canceled first. */
  | { readonly kind: "opposite_orders"; readonly side: Side }
  /** The side of the quote that the order would take is missing. */
  | { readonly kind: "no_price" };

/** Why a signal asks for no order now: by its size, or by what is known beside it. */
export type SuppressionCause =
  | Exclude<Sizing["kind"], "order">
  | "strategy_disabled"
  | "overtaken"
  | "stop_at_broker"
  | "not_at_venue";

/** Says in one sentence why a signal asks for no order now. */
export function describeSuppression(cause: SuppressionCause): string {
  switch (cause) {
    case "at_target":
      return "Position and working orders already make the target, to the share.";
    case "closing":
      return "What is to be closed first is being closed by a working order.";
    case "opposite_orders":
      return "Our own orders on the other side are canceled first; the strategy says it again.";
    case "no_price":
      return "The side of the quote that the order would take is missing.";
    case "strategy_disabled":
      return "The strategy was turned off at the same moment.";
    case "stop_at_broker":
      return "The stop at the broker is canceled first; the order follows once that is confirmed.";
    case "overtaken":
      return "The strategy said something newer of the symbol at the same moment.";
    case "not_at_venue":
      return "The venue does not show the shares that the order would close: look under Reconciliation.";
  }
}

/** Returns the next order toward a target. Quantities are whole shares, except to close a fraction that is held. */
export function sizeOrder(input: SizingInput): Sizing {
  const desired = desiredShares(input);
  if (desired === null) return { kind: "no_price" };
  const { own } = input;
  const onTheWay = subtractQuantity(addQuantity(own.position, own.openBuys), own.openSells);
  const difference = subtractQuantity(desired, onTheWay);
  if (signOfQuantity(difference) === 0) return { kind: "at_target" };
  const side: Side = isAboveZero(difference) ? "buy" : "sell";
  const opposite = side === "buy" ? input.account.openSells : input.account.openBuys;
  if (signOfQuantity(opposite) > 0) {
    return { kind: "opposite_orders", side: side === "buy" ? "sell" : "buy" };
  }
  const step = stepTowardZeroFirst(side, absoluteQuantity(difference), [own, input.account]);
  if (step === null) return { kind: "closing" };
  const quantity = wholeUnlessClosing(step, own.position);
  if (signOfQuantity(quantity) === 0) return { kind: "at_target" };
  const limitPrice = marketablePrice(side, input.quote, input.offsetBps);
  return limitPrice === null ? { kind: "no_price" } : { kind: "order", side, quantity, limitPrice };
}

/**
 * Returns the limit price of an order that should trade at once: the far touch moved by `offsetBps` in the order's
 * favor to trade, rounded outward to a legal tick. Null when that side of the quote is missing.
 */
export function marketablePrice(side: Side, quote: Quote | null, offsetBps: number): Price | null {
  const touch = farTouch(quote, side === "buy");
  if (touch === null) return null;
  return side === "buy"
    ? roundToTick(shiftPriceBps(touch, offsetBps), "up")
    : roundToTick(shiftPriceBps(touch, -offsetBps), "down");
}

/** The signed whole shares that the target buys at the far touch; null when that side of the quote is missing. */
function desiredShares({ target, allocation, quote }: SizingInput): Quantity | null {
  if (target === 0) return ZERO_QUANTITY;
  const touch = farTouch(quote, wantsSide(target, "buy"));
  if (touch === null) return null;
  return shares(Math.trunc((moneyUnits(allocation) * target) / priceUnits(touch)));
}

/** The price at which a purchase, or a sale, trades at once; null when that side of the quote is missing. */
function farTouch(quote: Quote | null, isBuy: boolean): Price | null {
  return (isBuy ? quote?.ask : quote?.bid) ?? null;
}

/**
 * Cuts an order down to what may still be closed, wherever it goes against a holding; null when nothing is left to
 * close. Where it does not, the whole of it may be traded.
 */
function stepTowardZeroFirst(
  side: Side,
  wanted: Quantity,
  holdings: readonly OpenHolding[],
): Quantity | null {
  const against = side === "buy" ? -1 : 1;
  let step = wanted;
  for (const holding of holdings) {
    if (signOfQuantity(holding.position) !== against) continue;
    const closing = side === "buy" ? holding.openBuys : holding.openSells;
    const left = subtractQuantity(absoluteQuantity(holding.position), closing);
    step = minQuantity(step, maxQuantity(left, ZERO_QUANTITY));
  }
  return signOfQuantity(step) === 0 ? null : step;
}

/** A fraction of a share is only ever sold to close a position that has one. */
function wholeUnlessClosing(step: Quantity, position: Quantity): Quantity {
  const all = quantityUnits(step) === quantityUnits(absoluteQuantity(position));
  return all ? step : shares(Math.floor(quantityUnits(step) / UNITS_PER_SHARE));
}
