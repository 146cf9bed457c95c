import { formatPrice, type Price, priceFromUnits } from "@interlock/core/number/price";

/** Writes a price from the market board, null where the board has none. */
export function boardPrice(units: number): Price | null {
  return units > 0 ? priceFromUnits(units) : null;
}

/** Writes a price, or null. */
export function priceText(price: Price | null): string | null {
  return price === null ? null : formatPrice(price);
}

/** Writes a share of a whole as a percentage with two decimals; "0.00" of nothing. */
export function percentText(part: number, whole: number): string {
  if (whole === 0 || !Number.isFinite(part / whole)) return "0.00";
  return ((part / whole) * 100).toFixed(2);
}

/** Share of a whole in percent with one decimal, for bars and headroom; 0 of nothing. */
export function percentOf(part: number, whole: number): number {
  if (whole <= 0 || !Number.isFinite(part / whole)) return 0;
  return Math.round((part / whole) * 1000) / 10;
}
