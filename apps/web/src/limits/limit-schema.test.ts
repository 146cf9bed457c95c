import type { LimitLine } from "@interlock/api/view/limits-view";
import { describe, expect, test } from "vitest";
import { limitFaults, limitSchema } from "./limit-schema.ts";

const usd: LimitLine = {
  key: "maxDailyLoss",
  label: "Daily loss",
  unit: "usd",
  blocks: "",
  value: "1000.00",
  ceiling: "5000.00",
  used: "",
  usedPercent: 0,
  tighterIs: "lower",
  usedAbsence: "",
  codes: [],
  expiry: null,
};
const windowMs: LimitLine = {
  ...usd,
  key: "duplicateIntentWindowMs",
  label: "Duplicate window",
  unit: "ms",
  value: "1000",
  ceiling: "500",
  tighterIs: "higher",
};
const sessions: LimitLine = {
  ...usd,
  key: "sessions",
  label: "Sessions",
  unit: "sessions",
  value: "regular",
  ceiling: "regular,post",
};

const list: LimitLine = {
  ...sessions,
  key: "restricted",
  label: "Restricted symbols",
  unit: "symbols",
};

function fault(line: LimitLine, value: string): string {
  const read = limitSchema(line).safeParse(value);
  return read.success ? "" : (read.error.issues[0]?.message ?? "");
}

describe("a limit's value", () => {
  test.each(["", "abc", "NaN", "Infinity", "1e3", "-5", "0", "1,000", "1000000001"])(
    "may not be %j, and the sentence says what is allowed",
    (value) => {
      expect(fault(usd, value)).toBe(
        "Daily loss must be a plain number from $1.00 to $1,000,000,000.00",
      );
    },
  );

  test("may be loosened to its ceiling and no further", () => {
    expect(fault(usd, "5000.00")).toBe("");
    expect(fault(usd, "5000.01")).toBe("Daily loss must be at most its ceiling, $5,000.00");
  });

  test("is bounded from below where higher is tighter", () => {
    expect(fault(windowMs, "500")).toBe("");
    expect(fault(windowMs, "499")).toBe("Duplicate window must be at least its floor, 500 ms");
  });

  test("is a whole number where the unit knows no fractions", () => {
    expect(fault(windowMs, "1000.5")).toMatch(/must be a whole number/);
  });

  test("is a set of known sessions within the ceiling, never empty", () => {
    expect(fault(sessions, "regular,post")).toBe("");
    expect(fault(sessions, "")).toMatch(/at least one/);
    expect(fault(sessions, "pre,regular")).toBe(
      "Sessions must be within its ceiling, regular, post",
    );
    expect(fault(sessions, "night")).toMatch(/must be among/);
  });

  test("is a list of tickers, or the word of an empty one", () => {
    for (const value of ["SPY, IBM", "BRK.B", "none", ""]) expect(fault(list, value)).toBe("");
    for (const value of ["spy", "SPY,", "all"])
      expect(fault(list, value)).toMatch(/^Restricted symbols must be "none", or up to 1000/);
  });

  test("may be empty only where that takes a limit of a level away", () => {
    expect(limitFaults([usd], { maxDailyLoss: "" }, true)).toEqual({});
    expect(limitFaults([usd], { maxDailyLoss: "" })).toHaveProperty("maxDailyLoss");
  });

  test("is on or off, and not on where the ceiling is off", () => {
    const short: LimitLine = { ...list, key: "shortSelling", unit: "switch", ceiling: "on" };
    for (const value of ["on", "off"]) expect(fault(short, value)).toBe("");
    expect(fault(short, "yes")).toMatch(/must be on or off/);
    expect(fault({ ...short, ceiling: "off" }, "on")).toMatch(/must be at most its ceiling, off/);
  });

  test("is judged only where it was edited", () => {
    expect(limitFaults([usd, windowMs], { maxDailyLoss: "x" })).toEqual({
      maxDailyLoss: expect.stringContaining("Daily loss"),
    });
  });
});
