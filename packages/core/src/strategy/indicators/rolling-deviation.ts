import { createRollingWindow, isFull, pushValue, type RollingWindow } from "./rolling-window.ts";

/**
 * Mean and standard deviation of the last n values, by Welford's method with removal (B. P. Welford, Technometrics
 * 1962): stable where the naive sum of squares loses all digits, as prices far from zero with small moves do.
 * Computed anew once per lap of the ring. Plain data that one owner updates in place.
 */
export interface RollingDeviation {
  readonly window: RollingWindow;
  mean: number;
  /** Sum of squared distances from the mean, at least zero. */
  squares: number;
}

/** A window's mean and population standard deviation. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** Returns a rolling deviation over `size` values. */
export function createRollingDeviation(size: number): RollingDeviation {
  return { window: createRollingWindow(size), mean: 0, squares: 0 };
}

/** Adds a value. Returns mean and deviation of the last n, or null before the n-th. */
export function pushToDeviation(rolling: RollingDeviation, value: number): Spread | null {
  const { window } = rolling;
  const oldest = pushValue(window, value);
  if (oldest === null) addToMoments(rolling, value, window.values.length);
  else if (window.next === 0) recompute(rolling);
  else replaceInMoments(rolling, value, oldest);
  return spreadOf(rolling);
}

/** Returns mean and deviation, or null before the window is full. */
export function spreadOf(rolling: RollingDeviation): Spread | null {
  if (!isFull(rolling.window)) return null;
  return { mean: rolling.mean, deviation: Math.sqrt(rolling.squares / rolling.window.size) };
}

function addToMoments(rolling: RollingDeviation, value: number, count: number): void {
  const distance = value - rolling.mean;
  rolling.mean += distance / count;
  rolling.squares += distance * (value - rolling.mean);
}

function replaceInMoments(rolling: RollingDeviation, value: number, oldest: number): void {
  const before = rolling.mean;
  rolling.mean += (value - oldest) / rolling.window.size;
  const change = (value - oldest) * (value - rolling.mean + oldest - before);
  // Rounding may leave a flat window a hair below zero.
  rolling.squares = Math.max(0, rolling.squares + change);
}

function recompute(rolling: RollingDeviation): void {
  rolling.mean = 0;
  rolling.squares = 0;
  let count = 0;
  for (const value of rolling.window.values) addToMoments(rolling, value, ++count);
}
