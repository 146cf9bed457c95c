import { assert } from "../../assert.ts";

/**
 * Exponential moving average with weight 2 / (n + 1), begun with the plain mean of the first n values.
 * Plain data that one owner updates in place.
 */
export interface ExponentialMovingAverage {
  readonly size: number;
  count: number;
  /** Sum of the first values until there are n, then the average. */
  value: number;
}

/** Returns an average of span `size`, at least 1. */
export function createExponentialMovingAverage(size: number): ExponentialMovingAverage {
  assert(
    Number.isInteger(size) && size >= 1,
    `an average over ${size} values: must be a whole number from 1`,
  );
  return { size, count: 0, value: 0 };
}

/** Adds a value. Returns the average, or null before the n-th value. */
export function pushToExponentialAverage(
  average: ExponentialMovingAverage,
  value: number,
): number | null {
  const { size } = average;
  if (average.count < size) {
    average.count++;
    average.value += value;
    if (average.count === size) average.value /= size;
  } else {
    average.value += (2 / (size + 1)) * (value - average.value);
  }
  return exponentialAverage(average);
}

/** Returns the average, or null before there were n values. */
export function exponentialAverage(average: ExponentialMovingAverage): number | null {
  return average.count === average.size ? average.value : null;
}

/** Share of an average that older values may still have once it is warm. */
const OLDER_SHARE_MAX = 1e-6;

/** Returns how many values make an average of span `size` independent of whatever came before them, to a millionth. */
export function exponentialWarmup(size: number): number {
  const kept = 1 - 2 / (size + 1);
  return size + Math.ceil(Math.log(OLDER_SHARE_MAX) / Math.log(kept));
}
