import { assert } from "../assert.ts";
import { fail, ok, type Result } from "../result.ts";
import { exact, formatFixed, parseFixed } from "./fixed.ts";

declare const priceUnit: unique symbol;
/** Dollars per share, held as a whole number of millionths. Opaque: it cannot be added to a quantity or to money. */
export interface Price {
  readonly [priceUnit]: "price";
}

/** Decimals of a price. Venues quote 2 or 4; a fill with price improvement may carry 6. */
export const PRICE_SCALE = 6;
const UNITS_PER_DOLLAR = 1_000_000;

/** Returns the price of `units` millionths of a dollar. */
export function priceFromUnits(units: number): Price {
  return exact(units) as unknown as Price;
}

/** Returns the millionths of a dollar in a price. */
export function priceUnits(price: Price): number {
  return price as unknown as number;
}

/** Reads a decimal string in dollars. A price is positive; zero, negative and over-long ones are refused. */
export function parsePrice(text: string): Result<Price> {
  const units = parseFixed(text, PRICE_SCALE);
  if (!units.ok) return fail(`price ${units.error}`);
  if (units.value <= 0) return fail(`price "${text}" must be above 0`);
  return ok(priceFromUnits(units.value));
}

/** Returns the price for a literal such as `price("12.50")`; throws InvariantError on a malformed one. */
export function price(text: string): Price {
  const parsed = parsePrice(text);
  assert(parsed.ok, parsed.ok ? "" : parsed.error);
  return parsed.value;
}

/**
 * Reads a market-data price, a double in dollars, to the nearest millionth.
 * Refuses NaN, infinities, zero and negative numbers, and anything above one billion dollars.
 */
export function priceFromNumber(dollars: number): Result<Price> {
  if (!(dollars > 0) || dollars > 1e9)
    return fail(`price ${dollars} must be above 0 and at most 1000000000`);
  const units = Math.round(dollars * UNITS_PER_DOLLAR);
  if (units === 0) return fail(`price ${dollars} is below a millionth of a dollar`);
  return ok(priceFromUnits(units));
}

/** Returns the price in dollars as a double, for charts, indicators and statistics only. */
export function priceToNumber(price: Price): number {
  return priceUnits(price) / UNITS_PER_DOLLAR;
}

/** Writes a price with two decimals at least, e.g. "12.50". */
export function formatPrice(price: Price): string {
  return formatFixed(priceUnits(price), PRICE_SCALE, 2);
}

/** Returns the lower of two prices. */
export function minPrice(a: Price, b: Price): Price {
  return priceUnits(a) <= priceUnits(b) ? a : b;
}

/** Returns the higher of two prices. */
export function maxPrice(a: Price, b: Price): Price {
  return priceUnits(a) >= priceUnits(b) ? a : b;
}

/** Returns `price` moved by `bps` hundredths of a percent, rounded to the nearest millionth of a dollar. */
export function shiftPriceBps(price: Price, bps: number): Price {
  return priceFromUnits(Math.round(priceUnits(price) * (1 + bps / 10_000)));
}

/** Smallest legal price step in millionths of a dollar: a cent from $1 up, a hundredth of a cent below (Rule 612). */
export function tickUnits(price: Price): number {
  return priceUnits(price) >= UNITS_PER_DOLLAR ? 10_000 : 100;
}

/** Rounds to a legal tick, `down` or `up`; never returns less than one tick. */
export function roundToTick(price: Price, direction: "down" | "up"): Price {
  const tick = tickUnits(price);
  const steps = priceUnits(price) / tick;
  const whole = direction === "down" ? Math.floor(steps) : Math.ceil(steps);
  return priceFromUnits(Math.max(1, whole) * tick);
}

/** Tells whether a price sits on a legal tick. */
export function isOnTick(price: Price): boolean {
  return priceUnits(price) % tickUnits(price) === 0;
}
