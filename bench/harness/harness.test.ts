import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type BenchRow, reachesGoal, reportRow, rowFault } from "./bench-row.ts";
import { interleavedRounds, ratioOverRounds } from "./interleave.ts";
import { LatencyRecorder, nowUs, timerOverheadUs } from "./latency-recorder.ts";
import { runOpenLoop } from "./open-loop.ts";
import { costSlope, median, percentile } from "./statistics.ts";

describe("statistics", () => {
  test.each([
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5, 5],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.99, 10],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 1, 10],
    [[7], 0.5, 7],
  ])("of %j the share %d lies at %d", (sorted, share, expected) => {
    expect(percentile(sorted, share)).toBe(expected);
  });

  test("the median of an even count is the mean of the middle two", () => {
    expect(median([9, 1, 4, 2])).toBe(3);
    expect(median([9, 1, 4])).toBe(4);
  });

  test("nothing has no percentile and no median", () => {
    expect(percentile([], 0.5)).toBeNaN();
    expect(median([])).toBeNaN();
  });

  test("a slope of 1 is a cost that does not grow", () => {
    expect(
      costSlope([
        { size: 10, cost: 4 },
        { size: 1_000, cost: 4 },
      ]),
    ).toBe(1);
    expect(
      costSlope([
        { size: 10, cost: 4 },
        { size: 1_000, cost: 6 },
      ]),
    ).toBe(1.5);
  });
});

describe("the latency recorder", () => {
  test("summarizes every value, the timer's cost taken off", () => {
    const recorder = new LatencyRecorder(1_000, 1);
    for (let at = 1; at <= 1_000; at += 1) recorder.record(at + 1);
    expect(recorder.summary()).toEqual({ count: 1_000, p50: 500, p99: 990, p999: 999, max: 1_000 });
  });

  test("never reports less than nothing", () => {
    const recorder = new LatencyRecorder(1, 5);
    recorder.record(2);
    expect(recorder.summary().max).toBe(0);
  });

  test("refuses what it cannot keep", () => {
    const recorder = new LatencyRecorder(1, 0);
    recorder.record(1);
    expect(() => recorder.record(2)).toThrow(RangeError);
    recorder.clear();
    expect(() => recorder.record(2)).not.toThrow();
  });

  test("reading the clock costs more than nothing and less than 5 microseconds", () => {
    expect(timerOverheadUs()).toBeGreaterThanOrEqual(0);
    expect(timerOverheadUs()).toBeLessThan(5);
  });
});

describe("the open loop", () => {
  test("makes every arrival once, in order, not before it is due", async () => {
    const seen: number[] = [];
    const early: number[] = [];
    const result = await runOpenLoop({
      ratePerSecond: 2_000,
      arrivals: 100,
      arrive: (index, dueUs) => {
        seen.push(index);
        if (nowUs() < dueUs) early.push(index);
      },
    });
    expect(seen).toEqual(Array.from({ length: 100 }, (_, at) => at));
    expect(early).toEqual([]);
    expect(result.achievedRate).toBeLessThanOrEqual(2_200);
  });

  test("charges a stall to every arrival that came due during it", async () => {
    const latencies: number[] = [];
    await runOpenLoop({
      ratePerSecond: 1_000,
      arrivals: 60,
      arrive: (index, dueUs) => {
        if (index === 10) spin(30_000);
        latencies.push(nowUs() - dueUs);
      },
    });
    const charged = latencies.filter((latencyUs) => latencyUs > 5_000).length;
    expect(charged).toBeGreaterThanOrEqual(20);
  });

  test("fails when an arrival throws", async () => {
    const arrive = () => {
      throw new Error("broken");
    };
    await expect(runOpenLoop({ ratePerSecond: 1_000, arrivals: 1, arrive })).rejects.toThrow(
      "broken",
    );
  });
});

function spin(us: number): void {
  for (const startedAt = nowUs(); nowUs() - startedAt < us; );
}

describe("interleaved rounds", () => {
  test("take turns, each round beginning with another contender, warm-ups thrown away", async () => {
    const order: string[] = [];
    const contender = (name: string, figure: number) => () => {
      order.push(name);
      return figure;
    };
    const figures = await interleavedRounds({
      rounds: 2,
      warmUps: 1,
      contenders: { ours: contender("ours", 3), peer: contender("peer", 6) },
    });
    expect(order).toEqual(["ours", "peer", "peer", "ours", "ours", "peer"]);
    expect(figures).toEqual({ ours: [3, 3], peer: [6, 6] });
  });

  test("the ratio is the median of the rounds' ratios, with its range", () => {
    expect(ratioOverRounds([1, 4, 9], [2, 2, 3])).toEqual({ median: 2, least: 0.5, most: 3 });
  });

  test("a round that one side lacks makes the ratio void", () => {
    expect(() => ratioOverRounds([1], [1, 2])).toThrow(RangeError);
  });
});

describe("a row", () => {
  const ROW: BenchRow = {
    name: "01 tick-to-order p99",
    value: 7,
    unit: "us",
    goal: 8,
    better: "lower",
  };

  afterEach(() => vi.unstubAllEnvs());

  test("reaches its goal on the better side of it", () => {
    expect(reachesGoal(ROW)).toBe(true);
    expect(reachesGoal({ ...ROW, value: 9 })).toBe(false);
    expect(reachesGoal({ ...ROW, better: "higher" })).toBe(false);
  });

  test.each([
    [{ ...ROW, name: "tick-to-order" }, "two digits"],
    [{ ...ROW, value: Number.NaN }, "not a finite number"],
    [{ ...ROW, goal: Number.POSITIVE_INFINITY }, "not a finite number"],
    [{ ...ROW, unit: "" }, "unit is missing"],
  ])("%j is refused", (row, words) => {
    expect(rowFault(row)).toContain(words);
    expect(() => reportRow(row)).toThrow(TypeError);
  });

  test("is handed on as one line of JSON", () => {
    const folder = mkdtempSync(join(tmpdir(), "interlock-bench-"));
    vi.stubEnv("INTERLOCK_BENCH_ROWS", join(folder, "rows"));
    reportRow(ROW);
    reportRow({ ...ROW, baseline: 235 });
    const lines = readFileSync(join(folder, "rows"), "utf8").trim().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      ROW,
      { ...ROW, baseline: 235 },
    ]);
    rmSync(folder, { recursive: true });
  });
});
