import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createExponentialMovingAverage,
  exponentialAverage,
  pushToExponentialAverage,
} from "./exponential-moving-average.ts";
import { createRollingDeviation, pushToDeviation, spreadOf } from "./rolling-deviation.ts";
import { createRollingWindow, isFull, pushValue } from "./rolling-window.ts";
import {
  createSimpleMovingAverage,
  pushToSimpleAverage,
  simpleAverage,
} from "./simple-moving-average.ts";

const price = fc.double({ min: 0.01, max: 5_000, noNaN: true });
const series = fc.array(price, { maxLength: 120 });
const size = fc.integer({ min: 1, max: 30 });

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function lastOf(values: readonly number[], count: number): readonly number[] | null {
  return values.length < count ? null : values.slice(-count);
}

describe("a rolling window", () => {
  it("holds the last n values and hands back the one that falls out", () => {
    fc.assert(
      fc.property(series, size, (values, count) => {
        const window = createRollingWindow(count);
        values.forEach((value, index) => {
          expect(pushValue(window, value)).toBe(index < count ? null : values[index - count]);
          expect(isFull(window)).toBe(index + 1 >= count);
          const held = [...window.values].sort((a, b) => a - b);
          expect(held).toEqual(
            values.slice(Math.max(0, index + 1 - count), index + 1).sort((a, b) => a - b),
          );
        });
      }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %s values", (count) => {
    expect(() => createRollingWindow(count)).toThrow("must be a whole number from 1");
    expect(() => createExponentialMovingAverage(count)).toThrow("must be a whole number from 1");
  });
});

describe("a simple moving average", () => {
  it("equals the mean computed anew, and is absent before n values", () => {
    fc.assert(
      fc.property(series, size, (values, count) => {
        const average = createSimpleMovingAverage(count);
        values.forEach((value, index) => {
          const got = pushToSimpleAverage(average, value);
          const window = lastOf(values.slice(0, index + 1), count);
          if (window === null) expect(got).toBeNull();
          else expect(got).toBeCloseTo(mean(window), 8);
          expect(simpleAverage(average)).toBe(got);
        });
      }),
    );
  });

  it("does not drift over a long day", () => {
    const average = createSimpleMovingAverage(7);
    for (let index = 0; index < 100_000; index++)
      pushToSimpleAverage(average, 167 + (index % 13) / 7);
    const last = Array.from({ length: 7 }, (_, back) => 167 + ((99_999 - back) % 13) / 7);
    expect(Math.abs((simpleAverage(average) ?? 0) - mean(last))).toBeLessThan(1e-12);
  });
});

describe("an exponential moving average", () => {
  it("equals the textbook recursion from the mean of the first n values", () => {
    fc.assert(
      fc.property(series, size, (values, count) => {
        const average = createExponentialMovingAverage(count);
        const got = values.map((value) => pushToExponentialAverage(average, value));
        let expected: number | null = null;
        values.forEach((value, index) => {
          if (index + 1 === count) expected = mean(values.slice(0, count));
          else if (expected !== null) expected = (2 * value + (count - 1) * expected) / (count + 1);
          if (expected === null) expect(got[index]).toBeNull();
          else expect(got[index]).toBeCloseTo(expected, 6);
        });
        expect(exponentialAverage(average)).toBe(got.at(-1) ?? null);
      }),
    );
  });
});

describe("a rolling deviation", () => {
  it("equals mean and deviation computed anew in two passes", () => {
    fc.assert(
      fc.property(series, size, (values, count) => {
        const rolling = createRollingDeviation(count);
        values.forEach((value, index) => {
          const got = pushToDeviation(rolling, value);
          const window = lastOf(values.slice(0, index + 1), count);
          if (window === null) {
            expect(got).toBeNull();
            return;
          }
          const center = mean(window);
          const variance = mean(window.map((one) => (one - center) ** 2));
          expect(got?.mean).toBeCloseTo(center, 8);
          // Compared as variances: a square root turns a rounding of 1e-12 into one of 1e-6 near zero.
          expect(Math.abs((got?.deviation ?? 0) ** 2 - variance)).toBeLessThan(1e-6);
          expect(spreadOf(rolling)).toEqual(got);
        });
      }),
      { numRuns: 200 },
    );
  });

  it("measures small moves far from zero, where a sum of squares has no digits left", () => {
    const rolling = createRollingDeviation(4);
    for (const cents of [0, 1, 2, 3, 4, 5, 6, 7]) pushToDeviation(rolling, 1e9 + cents / 100);
    expect(spreadOf(rolling)?.deviation).toBeCloseTo(Math.sqrt(1.25) / 100, 6);
  });

  it("of equal values is zero, never below", () => {
    const rolling = createRollingDeviation(5);
    for (const value of [3.3, 9.1, 0.7, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1])
      pushToDeviation(rolling, value);
    expect(spreadOf(rolling)?.deviation).toBeGreaterThanOrEqual(0);
    expect(spreadOf(rolling)?.deviation).toBeLessThan(1e-7);
  });
});
