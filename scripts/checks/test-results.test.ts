import { describe, expect, test } from "vitest";
import { readTaskLine } from "../setup/build.mjs";
import { coverageOf } from "./coverage-result.mjs";
import { isAtLeast } from "../setup/node-version.mjs";
import { readPlaywrightTally } from "./playwright-tally.mjs";
import { formatDuration } from "../setup/progress.mjs";
import { groupStages, readArguments } from "./run-tests.mjs";
import { oneCheck, sumResults, tallyResult } from "./stage-result.mjs";
import { twoAtATime } from "./two-at-a-time.mjs";

const GREEN = { code: 0, output: "all well" };
const RED = { code: 1, output: "1 failed" };

describe("a test runner's count", () => {
  test("is taken as it is", () => {
    const tally = {
      passed: 3,
      failed: 1,
      skipped: [{ name: "promtool", reason: "not installed" }],
    };
    expect(tallyResult(tally, RED)).toMatchObject({
      passed: 3,
      failed: 1,
      skipped: ["promtool: not installed"],
    });
  });

  test("fails when the run left none", () => {
    expect(tallyResult(undefined, GREEN)).toMatchObject({ passed: 0, failed: 1 });
  });

  test("fails when the run ended badly although every test is green", () => {
    expect(tallyResult({ passed: 3, failed: 0, skipped: [] }, RED)).toMatchObject({ failed: 1 });
  });

  test("fails for a test left out without a reason, and names it", () => {
    const result = tallyResult(
      { passed: 3, failed: 0, skipped: [{ name: "x", reason: "" }] },
      GREEN,
    );
    expect(result).toMatchObject({ failed: 1, skipped: [] });
    expect(result.output).toContain("left out without a reason: x");
  });
});

test("a browser test that passed only when tried again counts as failed", () => {
  const spec = (title: string, status: "expected" | "flaky" | "skipped") => ({
    title,
    tests: [
      { status, annotations: status === "skipped" ? [{ type: "skip", description: "why" }] : [] },
    ],
  });
  const report = {
    suites: [
      { suites: [{ specs: [spec("a", "expected"), spec("b", "flaky"), spec("c", "skipped")] }] },
    ],
    errors: [],
  };
  expect(readPlaywrightTally(report)).toEqual({
    passed: 1,
    failed: 1,
    skipped: [{ name: "c", reason: "why" }],
  });
  expect(readPlaywrightTally({ suites: [], errors: [{}] })).toMatchObject({ passed: 0, failed: 1 });
});

test("results add up, and only what failed is printed", () => {
  const sum = sumResults([oneCheck(true, "fine"), oneCheck(false, "broken")]);
  expect(sum).toEqual({ passed: 1, failed: 1, skipped: [], output: "broken" });
});

test("static checks that follow one another are one group, everything else runs alone", () => {
  const stage = (name: string, isStatic = false) => ({
    name,
    title: name,
    isStatic,
    run: () => Promise.resolve(oneCheck(true, "")),
  });
  const stages = [stage("build"), stage("lint", true), stage("types", true), stage("unit")];
  expect(groupStages(stages).map((group) => group.map(({ name }) => name))).toEqual([
    ["build"],
    ["lint", "types"],
    ["unit"],
  ]);
});

test("of a group no more than two run at a time, and all are run", async () => {
  let atOnce = 0;
  let most = 0;
  const done: number[] = [];
  await twoAtATime([1, 2, 3, 4, 5], async (item) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await Promise.resolve();
    atOnce -= 1;
    done.push(item);
  });
  expect([most, done.sort()]).toEqual([2, [1, 2, 3, 4, 5]]);
});

test("coverage is summed over the files below a folder only", () => {
  const file = (covered: number, total: number) => ({
    lines: { covered, total },
    branches: { covered, total },
  });
  const files = {
    "packages/core/src/a.ts": file(9, 10),
    "packages/core/src/b.ts": file(1, 10),
    "apps/x.ts": file(0, 90),
  };
  expect(coverageOf(files, "packages/core/src")).toEqual({ lines: 50, branches: 50 });
  expect(coverageOf(files, "packages/nothing")).toEqual({ lines: 0, branches: 0 });
});

describe("arguments of npm test", () => {
  test("stages may be chosen by name", () => {
    expect(readArguments(["--only", "tidy,unit", "--long"])).toEqual({
      long: true,
      list: false,
      only: ["tidy", "unit"],
    });
  });

  test.each([["--fast"], ["--only", "everything"]])(
    "%s %s is refused with what is allowed",
    (...args) => {
      expect(() => readArguments(args)).toThrow(/allowed/);
    },
  );
});

test.each([
  ["20.19.0", true],
  ["20.19.3", true],
  ["24.0.0", true],
  ["20.18.9", false],
  ["18.20.4", false],
])("Node %s is new enough: %s", (version, enough) => {
  expect(isAtLeast(version, "20.19.0")).toBe(enough);
});

test.each([
  [420, "0.4 s"],
  [9_960, "10 s"],
  [43_400, "43 s"],
  [125_000, "2 min 05 s"],
])("%d ms reads as %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("a line of turbo says which task runs and whether it was cached", () => {
  expect(readTaskLine("@interlock/web:build: cache miss, executing 12ab")).toEqual({
    task: "@interlock/web:build",
    cached: false,
  });
  expect(readTaskLine("@interlock/web:build: cache hit, replaying logs 12ab")).toEqual({
    task: "@interlock/web:build",
    cached: true,
  });
  expect(readTaskLine("@interlock/web:build: > next build")).toBeUndefined();
});
