/** Returns the value below which a share (0 to 1) of sorted values lies; NaN for none. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const at = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
  return sorted[Math.max(0, at)] ?? Number.NaN;
}

/** Returns the middle of values in any order: the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? Number.NaN;
  if (sorted.length % 2 === 1) return upper;
  return ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** One size of a workload and what a unit of it cost. */
export interface CostPoint {
  readonly size: number;
  readonly cost: number;
}

/** Returns the largest cost over the smallest across sizes: 1 means that cost does not grow with size. */
export function costSlope(points: readonly CostPoint[]): number {
  const costs = points.map(({ cost }) => cost);
  return Math.max(...costs) / Math.min(...costs);
}
