import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as make from "../../test/ledger-rows.ts";
import { openTestLedger, type TestLedger } from "../../test/test-ledger.ts";
import { pnlSeries } from "./pnl-series.ts";

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await openTestLedger();
});
afterAll(() => ledger.close());

const SECOND = 1_000;
const TROUGH = 4_321;
const PEAK = 7_777;

/** A calm line with one deep trough and one high peak of a single second each. */
const snapshots = Array.from({ length: 10_000 }, (_, n) => {
  const net = n === TROUGH ? -900 : n === PEAK ? 900 : n % 7;
  return make.pnlSnapshot({
    at: make.NOON + n * SECOND,
    recordIndex: n,
    realized: `${net}.00`,
    unrealized: "0.00",
    fees: "0.00",
    net: `${net}.00`,
  });
});
const period = {
  accountId: make.ACCOUNT,
  scope: "account",
  scopeId: make.ACCOUNT,
  from: make.NOON,
  to: make.NOON + 10_000 * SECOND,
} as const;

beforeAll(async () => {
  const fills = [10, 20, 9_999].map((second, n) =>
    make.fill({ at: make.NOON + second * SECOND, executionId: `e-${n}`, recordIndex: n }),
  );
  const strategyPoint = make.pnlSnapshot({
    scope: "strategy",
    scopeId: "ma-crossover",
    recordIndex: 10_001,
    ...{ equity: null, equityPeak: null, cash: null },
  });
  await ledger.projection.write(
    make.batch(1, { pnlSnapshots: [...snapshots, strategyPoint], fills }),
  );
});

describe("a P&L series", () => {
  it("has at most 1,000 points, oldest first, from the first snapshot to the last", async () => {
    const points = await pnlSeries(ledger.reader, period);
    expect(points.length).toBeGreaterThan(900);
    expect(points.length).toBeLessThanOrEqual(1_000);
    const times = points.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBe(make.NOON);
    expect(times.at(-1)).toBe(make.NOON + 9_999 * SECOND);
  });

  it("loses no trough and no peak, however few points are asked for", async () => {
    for (const points of [10, 50, 1_000]) {
      const series = await pnlSeries(ledger.reader, { ...period, points });
      expect(series.length).toBeLessThanOrEqual(points);
      const nets = series.map(({ net }) => net);
      expect(nets).toContain("-900.00");
      expect(nets).toContain("900.00");
    }
  });

  it("counts every fill once, at the next point", async () => {
    for (const points of [10, 1_000]) {
      const series = await pnlSeries(ledger.reader, { ...period, points });
      expect(series.reduce((sum, { fills }) => sum + fills, 0)).toBe(3);
    }
  });

  it("gives every snapshot when there are few", async () => {
    const few = { ...period, from: make.NOON + 100 * SECOND, to: make.NOON + 103 * SECOND };
    const series = await pnlSeries(ledger.reader, few);
    expect(series.map(({ at }) => at)).toEqual([100, 101, 102].map((n) => make.NOON + n * SECOND));
    expect(series[0]).toEqual({
      at: make.NOON + 100 * SECOND,
      realized: "2.00",
      unrealized: "0.00",
      fees: "0.00",
      net: "2.00",
      grossExposure: "16550.00",
      netExposure: "16550.00",
      equity: "100014.00",
      fills: 0,
    });
  });

  it("is kept apart by scope, and empty where nothing was taken", async () => {
    const own = { ...period, scope: "strategy", scopeId: "ma-crossover" } as const;
    expect(await pnlSeries(ledger.reader, own)).toHaveLength(1);
    expect(await pnlSeries(ledger.reader, { ...own, scopeId: "other" })).toEqual([]);
  });
});
