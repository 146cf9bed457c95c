import type { Ticker } from "../ids.ts";
import { type Price, roundToTick, shiftPriceBps } from "../number/price.ts";
import {
  addQuantity,
  type Quantity,
  quantityFromUnits,
  quantityUnits,
  UNITS_PER_SHARE,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import { type Order, openQuantity } from "../order/order.ts";
import type { Side } from "../order/side.ts";
import type { Portfolio } from "../portfolio/portfolio.ts";
import { averageEntryPrice, type Position } from "../position/position.ts";
import { type ClosingOrder, closePosition } from "../risk/close-position.ts";
import { entrySide } from "../risk/stopped-out.ts";

/**
 * Stops that wait at the broker for the time in which the engine's own cannot act: one for each strategy's part of a
 * position, so that what one sells leaves the right book, and together never more than the account holds. In whole
 * shares: the venue takes fractions for a day alone.
 */
export function brokerStopParts(portfolio: Portfolio, symbol: Ticker): readonly ClosingOrder[] {
  return closePosition(portfolio, symbol, ZERO_QUANTITY).flatMap((part) => {
    const quantity = wholeShares(part.quantity);
    return quantityUnits(quantity) > 0 ? [{ ...part, quantity }] : [];
  });
}

function wholeShares(quantity: Quantity): Quantity {
  const units = quantityUnits(quantity);
  return quantityFromUnits(units - (units % UNITS_PER_SHARE));
}

/**
 * Returns the stop price in dollars a share, `bps` on the losing side of the average entry, rounded away from it to a
 * legal tick. Null where the position has no entry price.
 */
export function brokerStopPrice(position: Position, bps: number): Price | null {
  const entry = averageEntryPrice(position);
  if (entry === null) return null;
  return entrySide(position) === "buy"
    ? roundToTick(shiftPriceBps(entry, -bps), "down")
    : roundToTick(shiftPriceBps(entry, bps), "up");
}

/**
 * How stops at the broker fit what is held: they do; they would sell more than that, or the wrong side; or they leave
 * a part of it uncovered or in the wrong book.
 */
export type StopFit = "fits" | "too_much" | "differs";

/** Tells how open stops fit the parts of a position. */
export function stopFit(stops: readonly Order[], parts: readonly ClosingOrder[]): StopFit {
  const side: Side | undefined = parts[0]?.side;
  const held = sumOf(parts.map(({ quantity }) => quantity));
  if (stops.some((stop) => stop.side !== side)) return "too_much";
  if (quantityUnits(sumOf(stops.map(openQuantity))) > quantityUnits(held)) return "too_much";
  const matched = parts.every((part) =>
    stops.some(
      (stop) => stop.strategyId === part.strategyId && openQuantity(stop) === part.quantity,
    ),
  );
  return matched && stops.length === parts.length ? "fits" : "differs";
}

function sumOf(quantities: readonly Quantity[]): Quantity {
  return quantities.reduce(addQuantity, ZERO_QUANTITY);
}
