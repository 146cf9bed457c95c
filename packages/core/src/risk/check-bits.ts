import { assert } from "../assert.ts";

/**
 * Sets of checks as one number each, bit n for the n-th check. They are powers of two that are added, not shifted:
 * a shift wraps at 32, a double is exact to 53. Plain data for the journal.
 */

/** Checks that a set can tell apart. */
const BITS_MAX = 53;

/** Returns the bit of each check, in order. Throws InvariantError when there are more than a number can hold. */
export function bitsOf(count: number): readonly number[] {
  assert(
    count <= BITS_MAX,
    `${count} checks are more than the ${BITS_MAX} that a set of them can hold`,
  );
  return Array.from({ length: count }, (_, index) => 2 ** index);
}

/** Tells whether the n-th check is in a set. */
export function hasBit(bits: number, index: number): boolean {
  return Math.floor(bits / 2 ** index) % 2 === 1;
}

/** Stands for a value that could not be measured, e.g. an age without a quote. No check has negative values. */
export const NOT_MEASURED = -1;
