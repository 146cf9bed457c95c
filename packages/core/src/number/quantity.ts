import { assert } from "../assert.ts";
import { fail, ok, type Result } from "../result.ts";
import { exact, formatFixed, parseFixed } from "./fixed.ts";

declare const quantityUnit: unique symbol;
/** Shares, held as a whole number of billionths (Alpaca's finest fraction). Signed in positions, positive elsewhere. */
export interface Quantity {
  readonly [quantityUnit]: "quantity";
}

/** Decimals of a quantity: Alpaca accepts fractions of a share to 9 places. */
export const QUANTITY_SCALE = 9;
/** Billionths in one share. */
export const UNITS_PER_SHARE = 1_000_000_000;

/** No shares. */
export const ZERO_QUANTITY = 0 as unknown as Quantity;

/** Returns the quantity of `units` billionths of a share. Throws InvariantError above 9,007,199 shares. */
export function quantityFromUnits(units: number): Quantity {
  return exact(units) as unknown as Quantity;
}

/** Returns the billionths of a share in a quantity. */
export function quantityUnits(quantity: Quantity): number {
  return quantity as unknown as number;
}

/** Returns a whole number of shares as a quantity. */
export function shares(count: number): Quantity {
  return quantityFromUnits(count * UNITS_PER_SHARE);
}

/** Reads a signed decimal string in shares, up to 9 decimals. */
export function parseQuantity(text: string): Result<Quantity> {
  const units = parseFixed(text, QUANTITY_SCALE);
  return units.ok ? ok(quantityFromUnits(units.value)) : fail(`quantity ${units.error}`);
}

/** Returns the quantity for a literal such as `quantity("1.5")`; throws InvariantError on a malformed one. */
export function quantity(text: string): Quantity {
  const parsed = parseQuantity(text);
  assert(parsed.ok, parsed.ok ? "" : parsed.error);
  return parsed.value;
}

/** Writes a quantity without trailing zeros, e.g. "100" or "0.125". */
export function formatQuantity(quantity: Quantity): string {
  return formatFixed(quantityUnits(quantity), QUANTITY_SCALE);
}

/** Returns shares as a double, for sizing estimates, charts and statistics only. */
export function quantityToNumber(quantity: Quantity): number {
  return quantityUnits(quantity) / UNITS_PER_SHARE;
}

/** Returns a + b. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return quantityFromUnits(quantityUnits(a) + quantityUnits(b));
}

/** Returns a - b. */
export function subtractQuantity(a: Quantity, b: Quantity): Quantity {
  return quantityFromUnits(quantityUnits(a) - quantityUnits(b));
}

/** Returns -a. */
export function negateQuantity(a: Quantity): Quantity {
  return quantityFromUnits(-quantityUnits(a));
}

/** Returns |a|. */
export function absoluteQuantity(a: Quantity): Quantity {
  return quantityFromUnits(Math.abs(quantityUnits(a)));
}

/** Returns the smaller of two quantities. */
export function minQuantity(a: Quantity, b: Quantity): Quantity {
  return quantityUnits(a) <= quantityUnits(b) ? a : b;
}

/** Returns the larger of two quantities. */
export function maxQuantity(a: Quantity, b: Quantity): Quantity {
  return quantityUnits(a) >= quantityUnits(b) ? a : b;
}

/** Returns -1, 0 or 1. */
export function signOfQuantity(a: Quantity): -1 | 0 | 1 {
  const units = quantityUnits(a);
  return units > 0 ? 1 : units < 0 ? -1 : 0;
}

/** Tells whether the quantity is above zero, e.g. that of a long position. */
export function isAboveZero(a: Quantity): boolean {
  return quantityUnits(a) > 0;
}

/** Tells whether the quantity is a whole number of shares. */
export function isWholeShares(a: Quantity): boolean {
  return quantityUnits(a) % UNITS_PER_SHARE === 0;
}
