import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MORNING } from "../../../test/builders.ts";
import {
  confirmedHigh,
  confirmedLow,
  forgetReadings,
  isDue,
  MONEY_RULE,
  noReadings,
  type Readings,
  takeReading,
} from "./confirmed-level.ts";

function readingsOf(values: readonly number[]): Readings {
  const readings = noReadings();
  for (const [index, value] of values.entries())
    takeReading(readings, { value, time: MORNING + index * MONEY_RULE.everyMs }, MONEY_RULE);
  return readings;
}

const figure = fc.integer({ min: -1_000_000, max: 1_000_000 });

describe("N of M readings", () => {
  test("fewer than N wrong readings move no confirmed level outside what the right ones show", () => {
    const wrongAt = fc.uniqueArray(fc.nat({ max: MONEY_RULE.of - 1 }), {
      maxLength: MONEY_RULE.needed - 1,
    });
    fc.assert(
      fc.property(
        fc.array(figure, { minLength: MONEY_RULE.of, maxLength: 30 }),
        wrongAt,
        fc.array(fc.constantFrom(-9e9, 0, 9e9), { minLength: 2, maxLength: 2 }),
        (right, positions, wrong) => {
          const latest = right.slice(-MONEY_RULE.of);
          const kept = latest.filter((_, index) => !positions.includes(index));
          const seen = latest.map((value, index) => {
            const at = positions.indexOf(index);
            return at < 0 ? value : (wrong[at] ?? 0);
          });
          const readings = readingsOf([...right.slice(0, -MONEY_RULE.of), ...seen]);
          expect(confirmedHigh(readings, MONEY_RULE)).toBeLessThanOrEqual(Math.max(...kept));
          expect(confirmedLow(readings, MONEY_RULE)).toBeGreaterThanOrEqual(Math.min(...kept));
        },
      ),
    );
  });

  test("a level that N readings in a row reached is confirmed, whatever came before", () => {
    fc.assert(
      fc.property(fc.array(figure, { maxLength: 20 }), figure, (before, level) => {
        const lasting = Array<number>(MONEY_RULE.needed).fill(level);
        const readings = readingsOf([...before, ...lasting]);
        expect(confirmedHigh(readings, MONEY_RULE)).toBeGreaterThanOrEqual(level);
        expect(confirmedLow(readings, MONEY_RULE)).toBeLessThanOrEqual(level);
      }),
    );
  });

  test("counts the latest five, be the good ones the oldest or the newest of them", () => {
    expect(confirmedHigh(readingsOf([9, 9, 1, 1, 9]), MONEY_RULE)).toBe(9);
    expect(confirmedHigh(readingsOf([9, 9, 9, 1, 1, 1]), MONEY_RULE)).toBe(1);
  });

  test("are forgotten together, and the next one is due", () => {
    const readings = readingsOf([9, 9, 9]);
    forgetReadings(readings);
    expect(readings).toEqual(noReadings());
    expect(isDue(readings, MORNING, MONEY_RULE)).toBe(true);
  });

  test("says nothing before there are N readings, and one that comes too soon is not due", () => {
    const readings = readingsOf([5, 6]);
    expect(confirmedHigh(readings, MONEY_RULE)).toBeNull();
    expect(confirmedLow(readings, MONEY_RULE)).toBeNull();
    expect(isDue(readings, readings.lastAt + MONEY_RULE.everyMs - 1, MONEY_RULE)).toBe(false);
    expect(isDue(readings, readings.lastAt + MONEY_RULE.everyMs, MONEY_RULE)).toBe(true);
  });
});
