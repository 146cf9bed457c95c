import { assert, InvariantError } from "../assert.ts";
import { fail, ok, type Result } from "../result.ts";

/**
 * Fixed-scale integers held in a double. Every amount is a whole number of its smallest unit and is
 * checked to be a safe integer, so sums and differences are exact: a double holds integers exactly up to 2^53.
 * See docs/adr/0002-exact-numbers.md for the ranges that this gives.
 */

/** Asserts that `value` is an exactly held integer and returns it with -0 turned into 0. */
export function exact(value: number): number {
  // Not assert(): its message would be built on every call, and this one runs several times per market event.
  if (!Number.isSafeInteger(value))
    throw new InvariantError(`amount ${value} is outside the exact range`);
  return value + 0;
}

/** Reads a plain decimal such as "-12.5" as a whole number of 10^-scale. Refuses exponents, NaN, excess digits. */
export function parseFixed(text: string, scale: number): Result<number> {
  const match = /^(-)?(\d{1,16})(?:\.(\d{1,18}))?$/.exec(text);
  if (match === null) return fail(`"${text.slice(0, 40)}" is not a plain decimal number`);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > scale) return fail(`"${text}" has more than ${scale} decimals`);
  const units = Number(`${match[2]}${fraction.padEnd(scale, "0")}`);
  if (!Number.isSafeInteger(units)) return fail(`"${text}" is too large`);
  return ok(match[1] === "-" && units !== 0 ? -units : units);
}

/** Writes a whole number of 10^-scale as a decimal with at least `minDecimals` and no further trailing zeros. */
export function formatFixed(units: number, scale: number, minDecimals = 0): string {
  const digits = String(Math.abs(units)).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits
    .slice(digits.length - scale)
    .replace(/0+$/, "")
    .padEnd(minDecimals, "0");
  const sign = units < 0 ? "-" : "";
  return fraction === "" ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

/** Sets the thousands of a plain decimal apart for people: "10105.05" becomes "10,105.05". */
export function groupThousands(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Divides two big integers, rounding a half to the even neighbor, so that rounding has no bias over many fills. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  assert(denominator !== 0n, "division by zero");
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const quotient = n / d;
  const twice = (n % d) * 2n;
  const up = twice > d || (twice === d && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}
