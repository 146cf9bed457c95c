import { expect, test } from "vitest";
import { drillWords, reduceOnlyWords } from "./bar-words.ts";

const drill = {
  mode: "halt",
  scope: "everything",
  by: "Ada",
  provenMs: 4,
  orders: 0,
  closings: 0,
} as const;

test("reduce-only is counted down to its end, and says what it holds", () => {
  const all = { scope: "all", until: 60_000 };
  expect(reduceOnlyWords([all], 0)).toBe("reduce-only 1:00");
  expect(reduceOnlyWords([all], 59_999)).toBe("reduce-only 0:01");
  expect(reduceOnlyWords([all], 60_000)).toBe("");
  expect(reduceOnlyWords(undefined, 0)).toBe("");
  const parts = [{ scope: "symbol:NVDA", until: 9_000 }, all];
  expect(reduceOnlyWords(parts, 0)).toBe("NVDA reduce-only 0:09 +1");
});

test("the last drill is the latest one, with when and how long the gate took", () => {
  const drills = [
    { ...drill, at: 0, gateMs: 180 },
    { ...drill, mode: "flatten" as const, at: 5_000, gateMs: 90 },
  ];
  expect(drillWords(drills, 65_000)).toBe("drill 1 m 00 s ago, 90 ms");
  expect(drillWords(drills, 5_000)).toBe("drill just now, 90 ms");
  expect(drillWords([{ ...drill, at: 0, gateMs: null }], 3_600_000)).toBe("drill 1 h 00 m ago");
  expect([drillWords([], 0), drillWords(undefined, 0)]).toEqual([
    "never drilled",
    "drills unknown",
  ]);
});
