import { createRollingWindow, isFull, pushValue, type RollingWindow } from "./rolling-window.ts";

/**
 * Mean of the last n values. Plain data that one owner updates in place.
 * The running sum is computed anew once per lap of the ring, so that rounding cannot pile up over a day.
 */
export interface SimpleMovingAverage {
  readonly window: RollingWindow;
  sum: number;
}

/** Returns an average over `size` values. */
export function createSimpleMovingAverage(size: number): SimpleMovingAverage {
  return { window: createRollingWindow(size), sum: 0 };
}

/** Adds a value. Returns the mean of the last n, or null before the n-th. */
export function pushToSimpleAverage(average: SimpleMovingAverage, value: number): number | null {
  const { window } = average;
  const oldest = pushValue(window, value);
  average.sum += oldest === null ? value : value - oldest;
  if (window.next === 0 && oldest !== null) average.sum = sumOf(window.values);
  return simpleAverage(average);
}

/** Returns the mean, or null before the window is full. */
export function simpleAverage(average: SimpleMovingAverage): number | null {
  return isFull(average.window) ? average.sum / average.window.size : null;
}

function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
