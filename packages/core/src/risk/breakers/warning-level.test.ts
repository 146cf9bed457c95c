import { expect, test } from "vitest";
import { nextWarning, type WarningLevel } from "./warning-level.ts";

const walk = (...used: number[]): WarningLevel[] => {
  let level: WarningLevel = 0;
  return used.map((percent) => (level = nextWarning(level, percent)));
};

test("a warning comes at 50 % and at 80 % of a limit, each once", () => {
  expect(walk(10, 49.9, 50, 60, 79.9, 80, 99, 120)).toEqual([0, 0, 50, 50, 50, 80, 80, 80]);
});

test("K13 a figure that moves about a threshold warns once, and again only after it fell ten points below", () => {
  expect(walk(80, 79, 81, 71, 80, 70.1)).toEqual([80, 80, 80, 80, 80, 80]);
  expect(walk(80, 69.9, 55, 41, 39.9, 51)).toEqual([80, 50, 50, 50, 0, 50]);
});
