import { expect, test } from "vitest";
import { formatFigure, formatRows, mergeRows, parseRows, remarksIn } from "./run-benches.mjs";

const ROW = {
  name: "01 tick-to-order p99",
  value: 7.251,
  unit: "us",
  goal: 8,
  better: "lower",
} as const;

test("the table says which goals are reached and which are missed", () => {
  const table = formatRows([
    { ...ROW, baseline: 235 },
    { ...ROW, name: "09 backtest", better: "higher" },
  ]);
  expect(table.split("\n").map((line) => line.replace(/ {2,}/g, " | "))).toEqual([
    "figure | value | goal | baseline",
    "01 tick-to-order p99 | 7.25 us | ≤ 8 | reached | 235",
    "09 backtest | 7.25 us | ≥ 8 | missed",
  ]);
});

test("a run of some benchmarks replaces their figures and keeps the others", () => {
  const merged = mergeRows([ROW, { ...ROW, name: "04 risk check" }], [{ ...ROW, value: 6 }]);
  expect(merged.map(({ name, value }) => [name, value])).toEqual([
    ["01 tick-to-order p99", 6],
    ["04 risk check", 7.251],
  ]);
});

test("rows are read as they were written", () => {
  expect(parseRows(`${JSON.stringify(ROW)}\n${JSON.stringify(ROW)}\n`)).toEqual([ROW, ROW]);
});

test.each([
  [1_234_567.8, "1,234,568"],
  [12.3456, "12.3"],
  [0.000_123_4, "0.000123"],
  [0, "0"],
])("%d is written as %s", (value, text) => {
  expect(formatFigure(value)).toBe(text);
});

test("what a benchmark remarks is told from whatever else it prints", () => {
  expect(remarksIn("note: median 2 ms\nsomething else\nnote: p99 9 ms")).toEqual([
    "median 2 ms",
    "p99 9 ms",
  ]);
});
