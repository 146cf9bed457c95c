import { divideHalfEven } from "@interlock/core/number/fixed";
import { MONEY_SCALE, type Money, moneyFromUnits } from "@interlock/core/number/money";
import { PRICE_SCALE, type Price, priceFromUnits } from "@interlock/core/number/price";
import { QUANTITY_SCALE, type Quantity, quantityFromUnits } from "@interlock/core/number/quantity";

/**
 * Amounts as the venue writes them. It may send more decimals than our ledger keeps, e.g. in averages and interest;
 * such an amount is rounded half-even to our scale, because a figure that cannot be read would hide a fill.
 */

/** Returns `text` as a whole number of 10^-scale, rounded half-even, or null when it is no number or too large. */
function roundedUnits(text: string, scale: number): number | null {
  const match = /^(-)?(\d{1,16})(?:\.(\d{1,40}))?$/.exec(text);
  if (match === null) return null;
  const fraction = match[3] ?? "";
  const all = BigInt(`${match[2]}${fraction}`);
  const surplus = fraction.length - scale;
  const units =
    surplus > 0 ? divideHalfEven(all, 10n ** BigInt(surplus)) : all * 10n ** BigInt(-surplus);
  const signed = Number(match[1] === "-" ? -units : units);
  return Number.isSafeInteger(signed) ? signed + 0 : null;
}

/** Reads dollars; null when the text is no plain decimal or does not fit. */
export function readMoney(text: string): Money | null {
  const units = roundedUnits(text, MONEY_SCALE);
  return units === null ? null : moneyFromUnits(units);
}

/** Reads a price above zero; null otherwise. */
export function readPrice(text: string): Price | null {
  const units = roundedUnits(text, PRICE_SCALE);
  return units === null || units <= 0 ? null : priceFromUnits(units);
}

/** Reads shares, signed; null when the text is no plain decimal or does not fit. */
export function readQuantity(text: string): Quantity | null {
  const units = roundedUnits(text, QUANTITY_SCALE);
  return units === null ? null : quantityFromUnits(units);
}
