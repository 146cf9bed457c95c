import type { UnixMs } from "../../time.ts";

/**
 * A level that readings must reach N times among the latest M before it counts, so that one bad equity read, or one
 * fat print, moves nothing. Readings closer together than `everyMs` are one: a bad price that is said a hundred times
 * within a moment is still one reading.
 *
 * Property, tested: with fewer than N wrong readings among the latest M, no confirmed level lies outside what the right
 * ones show.
 */
export interface ConfirmationRule {
  readonly needed: number;
  readonly of: number;
  readonly everyMs: number;
}

/** Figures of money: 3 of 5 readings, half a second apart. A level that stands is confirmed within a second. */
export const MONEY_RULE: ConfirmationRule = { needed: 3, of: 5, everyMs: 500 };

/** The latest readings, oldest first. Plain data that one owner updates in place; a start has none. */
export interface Readings {
  readonly values: number[];
  lastAt: UnixMs;
}

/** Returns a window without readings. */
export function noReadings(): Readings {
  return { values: [], lastAt: Number.NEGATIVE_INFINITY };
}

/** Tells whether the next reading counts yet; a clock that went back does not stop them. */
export function isDue(readings: Readings, time: UnixMs, rule: ConfirmationRule): boolean {
  return Math.abs(time - readings.lastAt) >= rule.everyMs;
}

/** Takes a reading that is due; the oldest beyond M is forgotten. */
export function takeReading(
  readings: Readings,
  reading: { readonly value: number; readonly time: UnixMs },
  rule: ConfirmationRule,
): void {
  readings.values.push(reading.value);
  if (readings.values.length > rule.of) readings.values.shift();
  readings.lastAt = reading.time;
}

/** Forgets all readings, e.g. because what they measure was taken over on a person's word. */
export function forgetReadings(readings: Readings): void {
  readings.values.length = 0;
  readings.lastAt = Number.NEGATIVE_INFINITY;
}

/** Returns the highest level that N of the latest M readings reached; null before there are N. */
export function confirmedHigh({ values }: Readings, { needed }: ConfirmationRule): number | null {
  return [...values].sort((a, b) => b - a)[needed - 1] ?? null;
}

/** Returns the lowest level that N of the latest M readings were at or below; null before there are N. */
export function confirmedLow({ values }: Readings, { needed }: ConfirmationRule): number | null {
  return [...values].sort((a, b) => a - b)[needed - 1] ?? null;
}
