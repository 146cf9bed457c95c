import { assert } from "../assert.ts";

/**
 * Sets of checks as numbers, bit n for the n-th check of each. They are powers of two that are added, not shifted:
 * a shift wraps at 32, a double is exact to 53. What comes after the 53rd check has a number of its own, which records
 * of before do not have. Plain data for the journal.
 */

/** Checks that one number can tell apart. */
export const CHECKS_PER_NUMBER = 53;

/** The checks that refused an order, and those that do not apply to it or could not be measured. */
export interface CheckSets {
  readonly failed: number;
  readonly skipped: number;
  /** The checks after the 53rd; absent in records of builds that had no more. */
  readonly failedMore?: number | undefined;
  readonly skippedMore?: number | undefined;
}

/** Those of them that did not apply. */
export type SkippedChecks = Pick<CheckSets, "skipped" | "skippedMore">;

/**
 * Returns the bit of each check within its number, in order. Throws InvariantError when there are more than two numbers
 * can hold.
 */
export function bitsOf(count: number): readonly number[] {
  const most = 2 * CHECKS_PER_NUMBER;
  assert(count <= most, `${count} checks are more than the ${most} that a set of them can hold`);
  return Array.from({ length: count }, (_, index) => 2 ** (index % CHECKS_PER_NUMBER));
}

/** Tells whether the n-th check of a decision refused the order. */
export function hasFailed(
  { failed, failedMore }: Pick<CheckSets, "failed" | "failedMore">,
  index: number,
): boolean {
  return hasBit(failed, failedMore, index);
}

/** Tells whether the n-th check of a decision did not apply, or could not be measured. */
export function wasSkipped({ skipped, skippedMore }: SkippedChecks, index: number): boolean {
  return hasBit(skipped, skippedMore, index);
}

function hasBit(first: number, more: number | undefined, index: number): boolean {
  const bits = index < CHECKS_PER_NUMBER ? first : (more ?? 0);
  return Math.floor(bits / 2 ** (index % CHECKS_PER_NUMBER)) % 2 === 1;
}

/** Stands for a value that could not be measured, e.g. an age without a quote. No check has negative values. */
export const NOT_MEASURED = -1;
