import type { UnixMs } from "@interlock/core/time";

/** A bar of market data: prices in millionths of a dollar, volume in shares, `value` the sum of price × size. */
export interface BarRecord {
  readonly startAt: UnixMs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Number of prints; null where it was not recorded. */
  readonly count: number | null;
  /** Sum of price × size of all prints; null where it was not recorded. */
  readonly value: number | null;
}

/** Joins consecutive bars into one that starts at `startAt`; null for none. */
export function joinBars(bars: readonly BarRecord[], startAt: UnixMs): BarRecord | null {
  const first = bars[0];
  const last = bars.at(-1);
  if (first === undefined || last === undefined) return null;
  let { high, low } = first;
  let volume = 0;
  let count: number | null = 0;
  let value: number | null = 0;
  for (const bar of bars) {
    if (bar.high > high) high = bar.high;
    if (bar.low < low) low = bar.low;
    volume += bar.volume;
    count = count === null || bar.count === null ? null : count + bar.count;
    value = value === null || bar.value === null ? null : value + bar.value;
  }
  return { startAt, open: first.open, high, low, close: last.close, volume, count, value };
}
