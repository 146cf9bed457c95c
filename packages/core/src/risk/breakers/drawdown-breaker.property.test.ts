import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS, MORNING } from "../../../test/builders.ts";
import { money, moneyFromUnits, moneyUnits } from "../../number/money.ts";
import type { EquityPeak } from "../../portfolio/drawdown.ts";
import { describeTrip } from "./breaker.ts";
import { confirmedHigh, MONEY_RULE, noReadings, takeReading } from "./confirmed-level.ts";
import { checkDrawdown, raiseHighWater, shiftHighWater } from "./drawdown-breaker.ts";

const dollars = (value: number) => moneyUnits(money(String(value)));

/** The high-water mark and the first trip after a run of equities, each half a second after the one before. */
function run(equities: readonly number[], before: EquityPeak | null = null) {
  const readings = noReadings();
  let highWater = before;
  for (const [index, value] of equities.entries()) {
    const time = MORNING + index * MONEY_RULE.everyMs;
    takeReading(readings, { value: dollars(value), time }, MONEY_RULE);
    highWater = raiseHighWater(highWater, readings, time);
    const trip = checkDrawdown(highWater, readings, LIMITS);
    if (trip !== null) return { highWater, trip, after: index + 1 };
  }
  return { highWater, trip: null, after: equities.length };
}

const equity = fc.integer({ min: 1, max: 200_000 });

describe("the high-water mark", () => {
  test("never falls, and is never above the highest equity that was confirmed", () => {
    fc.assert(
      fc.property(fc.array(equity, { minLength: 1, maxLength: 40 }), (equities) => {
        const readings = noReadings();
        let highWater: EquityPeak | null = null;
        let confirmed = Number.NEGATIVE_INFINITY;
        for (const [index, value] of equities.entries()) {
          const time = MORNING + index * MONEY_RULE.everyMs;
          takeReading(readings, { value: dollars(value), time }, MONEY_RULE);
          confirmed = Math.max(confirmed, confirmedHigh(readings, MONEY_RULE) ?? confirmed);
          const next = raiseHighWater(highWater, readings, time);
          if (highWater !== null)
            expect(moneyUnits(next?.equity ?? money("0"))).toBeGreaterThanOrEqual(
              moneyUnits(highWater.equity),
            );
          if (next !== null) expect(moneyUnits(next.equity)).toBe(confirmed);
          highWater = next;
        }
      }),
    );
  });

  test("moves with money that was taken over, so that neither a deposit nor a withdrawal is a result", () => {
    const before = { equity: money("100000"), at: MORNING };
    expect(shiftHighWater(before, money("-40000"))?.equity).toBe(money("60000"));
    expect(shiftHighWater(null, money("5"))).toBeNull();
    expect(shiftHighWater(before, money("0")), "nothing moved").toBe(before);
  });
});

describe("the drawdown breaker", () => {
  test("trips by the third of five readings below its limit, and says with which numbers", () => {
    const { trip, after } = run([100_000, 100_000, 100_000, 89_000, 89_000, 88_000]);
    expect(after).toBe(6);
    expect(trip).toEqual({
      kind: "drawdown",
      equity: money("89000"),
      highWater: money("100000"),
      drawdownBps: 1_100,
      limitBps: 1_000,
    });
    expect(trip === null ? "" : describeTrip(trip)).toBe(
      "Equity is $89,000.00, 1100.0 bps below its high-water mark of $100,000.00; the limit is 1000 bps.",
    );
  });

  test("trips at its limit, and not a cent above it", () => {
    const highWater = { equity: money("100000"), at: MORNING };
    expect(run([90_000, 90_000, 90_000], highWater).trip).toMatchObject({ drawdownBps: 1_000 });
    expect(run([90_000.01, 90_000.01, 90_000.01], highWater).trip).toBeNull();
  });

  test("knows no drawdown without a high-water mark", () => {
    const readings = noReadings();
    for (const time of [1, 2, 3]) takeReading(readings, { value: 5, time }, MONEY_RULE);
    expect(checkDrawdown(null, readings, LIMITS)).toBeNull();
  });

  test("is not tripped by two bad readings of five, be they nothing, all or twice the equity", () => {
    const bad = fc.constantFrom(1, 50_000, 200_000, 900_000);
    const where = fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.tuple(bad, bad), where, (values, at) => {
        const quiet = Array<number>(5).fill(100_000);
        const mixed = quiet.map((value, index) => values[at.indexOf(index)] ?? value);
        expect(run([...quiet, ...mixed, ...quiet]).trip).toBeNull();
      }),
    );
  });

  test("R10 with an equity of zero or below trips and never divides by it", () => {
    const highWater = { equity: money("100000"), at: MORNING };
    const trip = run([0.01, 0.01, 0.01], highWater).trip;
    expect(trip).toMatchObject({ kind: "drawdown", highWater: money("100000") });
    const broke = { equity: moneyFromUnits(0), at: MORNING };
    expect(checkDrawdown(broke, noReadings(), LIMITS)).toBeNull();
  });
});
