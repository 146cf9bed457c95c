import fc from "fast-check";
import { expect, test } from "vitest";
import { dollarScale, drawdownTicks } from "./equity-scale.ts";

test("an account that has not moved yet stands in the middle, a dollar to each side", () => {
  const { low, high, ticks } = dollarScale([100_000, 100_000]);
  expect([low, high]).toEqual([99_998, 100_002]);
  expect(ticks).toEqual([99_998, 99_999, 100_000, 100_001, 100_002]);
});

test("no axis of no points breaks the chart", () => {
  expect(dollarScale([])).toMatchObject({ low: 0, high: 1 });
});

test("a curve of any range has room above and below it, and few round marks", () => {
  const dollars = fc.double({ min: -1e7, max: 1e7, noNaN: true });
  fc.assert(
    fc.property(fc.array(dollars, { minLength: 1, maxLength: 20 }), (values) => {
      const { low, high, ticks } = dollarScale(values);
      expect(Math.min(...values)).toBeGreaterThan(low);
      expect(Math.max(...values)).toBeLessThan(high);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect([ticks[0], ticks.at(-1)]).toEqual([low, high]);
    }),
    { numRuns: 100 },
  );
});

test.each([
  [
    [0, 0],
    [0, -0.01],
  ],
  [
    [0, -0.004],
    [0, -0.01],
  ],
  [
    [0, -0.031],
    [0, -0.02, -0.04],
  ],
  [
    [-10, -3],
    [0, -5, -10],
  ],
])("a drawdown of %j has marks that read apart and reach its deepest point", (values, ticks) => {
  expect(drawdownTicks(values)).toEqual(ticks);
});
