import { assert } from "../assert.ts";
import { fail, ok, type Result } from "../result.ts";
import { divideHalfEven, exact, formatFixed, groupThousands, parseFixed } from "./fixed.ts";
import { type Price, priceUnits } from "./price.ts";
import { type Quantity, quantityUnits, UNITS_PER_SHARE } from "./quantity.ts";

declare const moneyUnit: unique symbol;
/** US dollars, held as a whole number of millionths. Opaque: it cannot be added to a price or a quantity. */
export interface Money {
  readonly [moneyUnit]: "money";
}

/** Decimals of an amount of money in the ledger. */
export const MONEY_SCALE = 6;
const UNITS_PER_DOLLAR = 1_000_000;

/** No money. */
export const ZERO_MONEY = 0 as unknown as Money;

/** Returns the amount of `units` millionths of a dollar. Throws InvariantError above 9 billion dollars. */
export function moneyFromUnits(units: number): Money {
  return exact(units) as unknown as Money;
}

/** Returns the millionths of a dollar in an amount. */
export function moneyUnits(money: Money): number {
  return money as unknown as number;
}

/** Reads a signed decimal string in dollars, up to 6 decimals. */
export function parseMoney(text: string): Result<Money> {
  const units = parseFixed(text, MONEY_SCALE);
  return units.ok ? ok(moneyFromUnits(units.value)) : fail(`amount ${units.error}`);
}

/** Returns the amount for a literal such as `money("5000")`; throws InvariantError on a malformed one. */
export function money(text: string): Money {
  const parsed = parseMoney(text);
  assert(parsed.ok, parsed.ok ? "" : parsed.error);
  return parsed.value;
}

/** Writes an amount with two decimals at least, e.g. "-1234.50". */
export function formatMoney(amount: Money): string {
  return formatFixed(moneyUnits(amount), MONEY_SCALE, 2);
}

/** Writes an amount for people, to the last digit that is held: "$4,982.235", "-$25.19". */
export function formatDollars(amount: Money): string {
  const sign = moneyUnits(amount) < 0 ? "-" : "";
  return `${sign}$${groupThousands(formatMoney(absoluteMoney(amount)))}`;
}

/** Returns dollars as a double, for charts and statistics only. */
export function moneyToNumber(amount: Money): number {
  return moneyUnits(amount) / UNITS_PER_DOLLAR;
}

/** Returns a + b. */
export function addMoney(a: Money, b: Money): Money {
  return moneyFromUnits(moneyUnits(a) + moneyUnits(b));
}

/** Returns a - b. */
export function subtractMoney(a: Money, b: Money): Money {
  return moneyFromUnits(moneyUnits(a) - moneyUnits(b));
}

/** Returns -a. */
export function negateMoney(a: Money): Money {
  return moneyFromUnits(-moneyUnits(a));
}

/** Returns |a|. */
export function absoluteMoney(a: Money): Money {
  return moneyFromUnits(Math.abs(moneyUnits(a)));
}

/** Returns the larger of two amounts. */
export function maxMoney(a: Money, b: Money): Money {
  return moneyUnits(a) >= moneyUnits(b) ? a : b;
}

/** Returns the smaller of two amounts. */
export function minMoney(a: Money, b: Money): Money {
  return moneyUnits(a) <= moneyUnits(b) ? a : b;
}

/**
 * Returns price × quantity, signed as the quantity. Exact for whole shares; for a fraction of a share
 * the result is rounded half-even to the millionth of a dollar, the resolution of the ledger.
 */
export function notional(price: Price, quantity: Quantity): Money {
  const units = quantityUnits(quantity);
  const whole = units / UNITS_PER_SHARE;
  const product = priceUnits(price) * whole;
  if (Number.isInteger(whole) && Number.isSafeInteger(product)) return moneyFromUnits(product);
  const fine = BigInt(priceUnits(price)) * BigInt(units);
  return moneyFromUnits(Number(divideHalfEven(fine, BigInt(UNITS_PER_SHARE))));
}

/** Returns `amount × part / whole`, rounded half-even to the millionth of a dollar. `whole` must not be zero. */
export function prorate(amount: Money, part: Quantity, whole: Quantity): Money {
  const numerator = BigInt(moneyUnits(amount)) * BigInt(quantityUnits(part));
  return moneyFromUnits(Number(divideHalfEven(numerator, BigInt(quantityUnits(whole)))));
}

/** Rounds an amount of at least zero up to the next cent, as the broker rounds a day's regulatory fees. */
export function roundUpToCent(amount: Money): Money {
  return moneyFromUnits(Math.ceil(moneyUnits(amount) / 10_000) * 10_000);
}
