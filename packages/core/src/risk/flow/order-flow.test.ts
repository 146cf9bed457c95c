import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moneyUnits } from "../../number/money.ts";
import {
  COUNTED_MAX,
  countOrder,
  emptyOrderFlow,
  LONGEST_WINDOW_MS,
  notionalSince,
  ordersSince,
} from "./order-flow.ts";

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

  /** 73 orders a millisecond apart, and one more, of which a window of ten has left 64 behind. */
  const flowAfter = (firstUnits: number) => {
    const flow = emptyOrderFlow();
    for (let at = 0; at <= 73; at += 1)
      countOrder(flow, { at, units: at === 0 ? firstUnits : 1 }, 10);
    return flow;
  };

  it("leave together, 64 at a time, so that most orders move nothing", () => {
    const flow = emptyOrderFlow();
    for (let at = 0; at <= 72; at += 1) countOrder(flow, { at, units: 1 }, 10);
    expect(flow.at).toHaveLength(73);
    countOrder(flow, { at: 73, units: 1 }, 10);
    expect(flow).toMatchObject({
      at: expect.objectContaining({ length: 10 }) as number[],
      base: 64,
    });
  });

  it("leave all at once where the window holds none of them, and their sum with them", () => {
    const flow = emptyOrderFlow();
    for (let at = 0; at < 3; at += 1) countOrder(flow, { at, units: 5 }, 10);
    countOrder(flow, { at: 1_000, units: 7 }, 10);
    expect(flow).toEqual({ at: [1_000], sums: [7], base: 0 });
  });

  it("begin their sums anew beyond four billion dollars, and not before", () => {
    const atMost = flowAfter(4e15 - 72);
    expect(atMost.base).toBe(4e15 - 72 + 63);
    const beyond = flowAfter(4e15 - 71);
    expect(beyond.base).toBe(0);
    for (const flow of [atMost, beyond]) expect(moneyUnits(notionalSince(flow, 63))).toBe(10);
  });

  it("are, beyond as many as any limit may allow, the newest: a count of these denies by itself", () => {
    const flow = emptyOrderFlow();
    for (let at = 1; at <= COUNTED_MAX + 200; at += 1)
      countOrder(flow, { at, units: 1 }, LONGEST_WINDOW_MS);
    expect(ordersSince(flow, 0)).toBeGreaterThanOrEqual(COUNTED_MAX);
    expect(flow.at.length).toBeLessThan(COUNTED_MAX + 100);
    expect(flow.at.at(-1)).toBe(COUNTED_MAX + 200);
  });

  it("keep their sums exact when what was ever ordered is beyond the exact range", () => {
    const flow = emptyOrderFlow();
    for (let n = 0; n < 3_000; n += 1) countOrder(flow, { at: n, units: 1e13 + n }, 100);
    expect(moneyUnits(notionalSince(flow, 2_997))).toBe(2 * 1e13 + 2_998 + 2_999);
    expect(flow.at.length).toBeLessThan(200);
  });
});
