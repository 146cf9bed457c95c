import type { PositionView } from "@interlock/api/view/position-view";
import { readDecimal, signOf, sumDecimals, writeDecimal } from "../format/decimal-text.ts";

/** Tells whether the venue holds another quantity than our books say. */
export function isMismatch(position: PositionView): boolean {
  return position.difference !== null && signOf(position.difference) !== 0;
}

/** Returns the symbols whose worth is unknown, so that totals leave them out and say so. */
export function excludedFromTotals(positions: readonly PositionView[]): readonly string[] {
  return positions
    .filter((position) => position.side !== "flat" && position.mark === null)
    .map((position) => position.symbol);
}

/** Sums a figure over the positions that have it; null when none has. */
export function totalOf(
  positions: readonly PositionView[],
  figure: (position: PositionView) => string | null,
): string | null {
  const known = positions.map(figure).filter((value) => value !== null);
  return known.length === 0 ? null : sumDecimals(known);
}

/** What closing a part of a position would send, estimated from the present quote. Plain numbers: a preview only. */
export interface CloseEstimate {
  readonly side: "buy" | "sell";
  readonly quantity: string;
  /** At the bid for a sale, at the ask for a purchase; null without a quote. */
  readonly price: string | null;
  readonly amount: string | null;
  /** Half the spread in hundredths of a percent of the middle. */
  readonly costBps: number | null;
}

/** Returns the estimate for closing `percent` of a position, in whole shares unless all of it goes. */
export function closeEstimate(position: PositionView, percent: number): CloseEstimate {
  const side = position.side === "short" ? "buy" : "sell";
  const quantity = partOf(position.quantity, percent);
  const price = side === "sell" ? position.bid : position.ask;
  const [bid, ask] = [Number(position.bid), Number(position.ask)];
  const quoted = position.bid !== null && position.ask !== null && bid > 0 && ask >= bid;
  return {
    side,
    quantity,
    price,
    amount: price === null ? null : (Number(price) * Number(quantity)).toFixed(2),
    costBps: quoted ? ((ask - bid) / (ask + bid)) * 10_000 : null,
  };
}

function partOf(quantity: string, percent: number): string {
  const value = readDecimal(quantity);
  if (value === null) return "0";
  const magnitude = { units: value.units < 0n ? -value.units : value.units, scale: value.scale };
  if (percent >= 100) return writeDecimal(magnitude, magnitude.scale);
  const whole = (magnitude.units * BigInt(percent)) / (100n * 10n ** BigInt(magnitude.scale));
  return String(whole);
}
