import { divideHalfEven, parseFixed } from "../number/fixed.ts";
import { type Price, priceFromUnits, priceUnits } from "../number/price.ts";
import { type Quantity, quantityFromUnits, quantityUnits } from "../number/quantity.ts";
import { fail, ok, type Result } from "../result.ts";

/** New shares for old ones, exact: two whole numbers above zero without a common divisor, e.g. 10 for 1. */
export interface ShareRatio {
  readonly newShares: number;
  readonly oldShares: number;
}

/** One share for one: a change of name alone. */
export const SAME_SHARES: ShareRatio = { newShares: 1, oldShares: 1 };

/** Decimals that a rate may have: the finest fraction of a share. */
const RATE_SCALE = 9;

/** Reads a ratio from two decimals, e.g. "1.5" new shares for "1". Nothing is rounded: an error says why not. */
export function parseRatio(newRate: string, oldRate: string): Result<ShareRatio> {
  const fresh = parseFixed(newRate, RATE_SCALE);
  if (!fresh.ok) return fail(`rate ${fresh.error}`);
  const old = parseFixed(oldRate, RATE_SCALE);
  if (!old.ok) return fail(`rate ${old.error}`);
  if (fresh.value <= 0 || old.value <= 0)
    return fail(`rates "${newRate}" and "${oldRate}" must be above 0`);
  const divisor = commonDivisor(fresh.value, old.value);
  return ok({ newShares: fresh.value / divisor, oldShares: old.value / divisor });
}

/** Reads a stock dividend: "0.05" new shares beside each old one are 21 for 20. */
export function parseDividendRatio(rate: string): Result<ShareRatio> {
  const added = parseRatio(rate, "1");
  if (!added.ok) return added;
  const { newShares, oldShares } = added.value;
  return ok({ newShares: newShares + oldShares, oldShares });
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Returns what a holding becomes, in shares, rounded half-even to the billionth, the ledger's finest fraction. */
export function toNewShares(quantity: Quantity, { newShares, oldShares }: ShareRatio): Quantity {
  const fine = BigInt(quantityUnits(quantity)) * BigInt(newShares);
  return quantityFromUnits(Number(divideHalfEven(fine, BigInt(oldShares))));
}

/** Returns what a price of an old share is for a new one, in dollars a share, to the millionth, and at least one. */
export function toNewPrice(price: Price, { newShares, oldShares }: ShareRatio): Price {
  const units = divideHalfEven(BigInt(priceUnits(price)) * BigInt(oldShares), BigInt(newShares));
  return priceFromUnits(Math.max(1, Number(units)));
}

/** Returns what a price of a new share says of an old one, in dollars a share, to the millionth. */
export function toOldPrice(price: Price, { newShares, oldShares }: ShareRatio): Price {
  return toNewPrice(price, { newShares: oldShares, oldShares: newShares });
}

/** Writes a ratio as traders say it: "10-for-1". */
export function describeRatio({ newShares, oldShares }: ShareRatio): string {
  return `${newShares}-for-${oldShares}`;
}
