import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { money, moneyFromUnits, moneyUnits, ZERO_MONEY } from "../number/money.ts";
import { drawdown, type EquityPeak, trackPeak } from "./drawdown.ts";

const peak: EquityPeak = { equity: money("100000"), at: 1 };

describe("drawdown", () => {
  it("is how far equity stands below its peak, in dollars and as a fraction", () => {
    expect(drawdown(peak, money("97500"))).toEqual({ amount: money("2500"), fraction: 0.025 });
  });

  it("is zero at and above the peak", () => {
    expect(drawdown(peak, money("100000"))).toEqual({ amount: ZERO_MONEY, fraction: 0 });
    expect(drawdown(peak, money("120000"))).toEqual({ amount: ZERO_MONEY, fraction: 0 });
  });

  it("divides by no peak that is not above zero", () => {
    expect(drawdown({ equity: ZERO_MONEY, at: 1 }, money("-5"))).toEqual({
      amount: money("5"),
      fraction: 0,
    });
  });
});

describe("trackPeak", () => {
  it("begins with the first reading and moves only up", () => {
    expect(trackPeak(null, money("5"), 3)).toEqual({ equity: money("5"), at: 3 });
    expect(trackPeak(peak, money("100000"), 9)).toBe(peak);
    expect(trackPeak(peak, money("100000.01"), 9)).toEqual({ equity: money("100000.01"), at: 9 });
  });

  it("is the maximum of all readings, and stays it through JSON at any point", () => {
    const readings = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1 });
    fc.assert(
      fc.property(readings, fc.nat(), (units, restartAt) => {
        let kept: EquityPeak | null = null;
        units.forEach((equity, index) => {
          if (index === restartAt % units.length) kept = JSON.parse(JSON.stringify(kept));
          kept = trackPeak(kept, moneyFromUnits(equity), index);
        });
        const highest: EquityPeak | null = kept;
        expect(highest === null ? null : moneyUnits((highest as EquityPeak).equity)).toBe(
          Math.max(...units),
        );
      }),
    );
  });
});
