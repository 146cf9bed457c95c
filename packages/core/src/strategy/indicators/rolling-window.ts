import { assert } from "../../assert.ts";

/**
 * The last `size` values in a ring. Plain data that one owner updates in place.
 * Invariant: `values` holds min(pushed, size) numbers; once full, the oldest stands at `next`.
 */
export interface RollingWindow {
  readonly size: number;
  readonly values: number[];
  next: number;
}

/** Returns an empty window of `size` values, at least 1. */
export function createRollingWindow(size: number): RollingWindow {
  assert(
    Number.isInteger(size) && size >= 1,
    `a window of ${size} values: must be a whole number from 1`,
  );
  return { size, values: [], next: 0 };
}

/** Adds a value. Returns the one that falls out, or null while the window fills. */
export function pushValue(window: RollingWindow, value: number): number | null {
  if (window.values.length < window.size) {
    window.values.push(value);
    return null;
  }
  const oldest = window.values[window.next] ?? null;
  window.values[window.next] = value;
  window.next = window.next + 1 === window.size ? 0 : window.next + 1;
  return oldest;
}

/** Tells whether the window has all its values. */
export function isFull(window: RollingWindow): boolean {
  return window.values.length === window.size;
}
