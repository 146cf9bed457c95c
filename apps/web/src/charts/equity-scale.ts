/** An axis in dollars: where it begins and ends, and where its marks are. Plain numbers: they are drawn. */
export interface DollarScale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  /** Whether two marks would read the same in whole dollars. */
  readonly cents: boolean;
}

/** Marks that an axis of this height has room for. */
const TICKS = 4;
/** A curve that has not moved yet stands in the middle of a dollar to each side, not on a line of noise. */
const FLAT_RANGE = 2;
/** Room above and below the curve, as a share of its range: a mark on its highest point is whole. */
const ROOM = 0.06;

/** Returns the axis of a curve: round marks, and room for what is drawn on its highest and lowest points. */
export function dollarScale(values: readonly number[]): DollarScale {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (min > max) return { low: 0, high: 1, ticks: [0, 1], cents: false };
  const range = Math.max(max - min, FLAT_RANGE);
  const middle = (min + max) / 2;
  const half = range * (0.5 + ROOM);
  const step = roundStep((2 * half) / TICKS);
  const from = Math.floor((middle - half) / step);
  const to = Math.ceil((middle + half) / step);
  // Counted in steps: a sum of steps would gather what binary fractions leave over.
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => rounded((from + index) * step));
  return { low: rounded(from * step), high: rounded(to * step), ticks, cents: step < 1 };
}

/** Marks of a drawdown apart by less than this would read the same. */
const PERCENT_STEP_MIN = 0.01;

/** Returns the marks of a drawdown in percent, from zero down to below the deepest. */
export function drawdownTicks(values: readonly number[]): readonly number[] {
  const deepest = Math.max(0, ...values.map((value) => -value));
  const step = deepest === 0 ? PERCENT_STEP_MIN : roundStep(deepest / 2);
  const rounds = Math.max(step, PERCENT_STEP_MIN);
  const count = Math.max(1, Math.ceil(deepest / rounds));
  return Array.from({ length: count + 1 }, (_, index) => 0 - rounded(index * rounds));
}

/** The next of 1, 2, 5 and their tenfolds. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const found = [1, 2, 5].find((factor) => factor * power >= step);
  return rounded((found ?? 10) * power);
}

function rounded(value: number): number {
  return Number(value.toFixed(6));
}
