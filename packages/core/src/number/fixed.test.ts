import { describe, expect, it } from "vitest";
import { divideHalfEven, exact, formatFixed, parseFixed } from "./fixed.ts";

describe("exact", () => {
  it("turns -0 into 0", () => {
    expect(Object.is(exact(-0), 0)).toBe(true);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2 ** 53])("refuses %s", (value) => {
    expect(() => exact(value)).toThrow(`amount ${value} is outside the exact range`);
  });
});

describe("parseFixed", () => {
  it.each([
    ["12.5", 12_500],
    ["-12.5", -12_500],
    ["0", 0],
    ["-0.000", 0],
    ["0.001", 1],
    ["007.10", 7_100],
    ["1.5000000", 1_500],
  ])("reads %s", (text, units) => {
    const parsed = parseFixed(text, 3);
    expect(parsed).toEqual({ ok: true, value: units });
    expect(Object.is(parsed.ok && parsed.value, -0)).toBe(false);
  });

  it.each(["", "1e3", "NaN", "Infinity", "1,5", " 1", "1.", ".5", "+1", "0x10", "1_000", "--1"])(
    "refuses %j",
    (text) => {
      expect(parseFixed(text, 3)).toEqual({
        ok: false,
        error: `"${text}" is not a plain decimal number`,
      });
    },
  );

  it("refuses digits that the scale does not hold, and numbers beyond the exact range", () => {
    expect(parseFixed("0.0001", 3)).toEqual({
      ok: false,
      error: '"0.0001" has more than 3 decimals',
    });
    expect(parseFixed("9007199254741", 3)).toEqual({
      ok: false,
      error: '"9007199254741" is too large',
    });
    expect(parseFixed("9007199254740.991", 3)).toEqual({
      ok: true,
      value: Number.MAX_SAFE_INTEGER,
    });
  });
});

describe("formatFixed", () => {
  it.each([
    [0, 0, "0"],
    [1, 0, "0.001"],
    [-1, 0, "-0.001"],
    [12_500, 0, "12.5"],
    [12_500, 2, "12.50"],
    [-12_000, 2, "-12.00"],
  ])("writes %i with at least %i decimals as %s", (units, decimals, text) => {
    expect(formatFixed(units, 3, decimals)).toBe(text);
  });
});

describe("divideHalfEven", () => {
  it.each([
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [-5n, 2n, -2n],
    [-7n, 2n, -4n],
    [7n, -2n, -4n],
    [-7n, -2n, 4n],
    [10n, 3n, 3n],
    [11n, 3n, 4n],
    [0n, 3n, 0n],
  ])("%i / %i is %i", (numerator, denominator, quotient) => {
    expect(divideHalfEven(numerator, denominator)).toBe(quotient);
  });

  it("refuses to divide by zero", () => {
    expect(() => divideHalfEven(1n, 0n)).toThrow("division by zero");
  });
});
