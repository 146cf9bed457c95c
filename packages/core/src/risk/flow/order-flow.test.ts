import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moneyUnits } from "../../number/money.ts";
import { countOrder, emptyOrderFlow, notionalSince, ordersSince } from "./order-flow.ts";

describe("the orders of a window", () => {
  it("are those since its begin, by adding all up anew, whatever was dropped meanwhile", () => {
    const orders = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 9e9 })),
      { maxLength: 300 },
    );
    fc.assert(
      fc.property(orders, fc.integer({ min: 1, max: 500 }), (list, windowMs) => {
        const flow = emptyOrderFlow();
        const all: { at: number; units: number }[] = [];
        let at = 1_000;
        for (const [pause, units] of list) {
          at += pause;
          all.push({ at, units });
          countOrder(flow, { at, units }, windowMs);
          const inside = all.filter((one) => one.at > at - windowMs);
          expect(ordersSince(flow, at - windowMs)).toBe(inside.length);
          const worth = inside.reduce((sum, one) => sum + one.units, 0);
          expect(moneyUnits(notionalSince(flow, at - windowMs))).toBe(worth);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("keep their sums exact when what was ever ordered is beyond the exact range", () => {
    const flow = emptyOrderFlow();
    for (let n = 0; n < 3_000; n += 1) countOrder(flow, { at: n, units: 1e13 + n }, 100);
    expect(moneyUnits(notionalSince(flow, 2_997))).toBe(2 * 1e13 + 2_998 + 2_999);
    expect(flow.at.length).toBeLessThan(200);
  });
});
