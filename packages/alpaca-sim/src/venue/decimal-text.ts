import { formatFixed } from "@interlock/core/number/fixed";
import { MONEY_SCALE, type Money, moneyUnits } from "@interlock/core/number/money";
import { PRICE_SCALE, type Price, priceUnits } from "@interlock/core/number/price";

/**
 * Amounts as Alpaca writes them: plain decimals without trailing zeros. Quantities: core's formatQuantity does so.
 */

/** Writes a price, e.g. "150.1". */
export function priceText(price: Price): string {
  return formatFixed(priceUnits(price), PRICE_SCALE);
}

/** Writes an amount of money, e.g. "-12.5". */
export function moneyText(amount: Money): string {
  return formatFixed(moneyUnits(amount), MONEY_SCALE);
}

/** Writes part ÷ whole as a fraction with up to six decimals; "0" for nothing to divide by. */
export function ratioText(part: Money, whole: Money): string {
  const divisor = Math.abs(moneyUnits(whole));
  if (divisor === 0) return "0";
  return formatFixed(Math.round((moneyUnits(part) / divisor) * 1_000_000), 6);
}
