import { describe, expect, test } from "vitest";
import {
  groupDigits,
  readDecimal,
  signOf,
  subtractDecimals,
  sumDecimals,
  trimZeros,
  writeDecimal,
} from "./decimal-text.ts";

function rounded(text: string, decimals: number): string {
  const value = readDecimal(text);
  return value === null ? "unreadable" : writeDecimal(value, decimals);
}

describe("decimal text", () => {
  test.each([
    ["1.005", 2, "1.01"],
    ["-1.005", 2, "-1.01"],
    ["0.004", 2, "0.00"],
    ["-0.004", 2, "0.00"],
    ["12", 2, "12.00"],
    ["9007199254740993.015", 2, "9007199254740993.02"],
    ["2.5", 0, "3"],
  ])("rounds %s to %d places as %s, a half away from zero", (text, decimals, expected) => {
    expect(rounded(text, decimals)).toBe(expected);
  });

  test.each(["", "1e5", "NaN", "Infinity", "1.", ".5", "+1", "1,000", "--1"])(
    "does not read %j as a number",
    (text) => {
      expect(readDecimal(text)).toBeNull();
    },
  );

  test("groups thousands and sets the true minus sign", () => {
    expect(groupDigits("-1234567.891")).toBe("−1,234,567.891");
    expect(groupDigits("999")).toBe("999");
  });

  test("drops trailing zeros only after the point", () => {
    expect(trimZeros("1.500")).toBe("1.5");
    expect(trimZeros("2.00")).toBe("2");
    expect(trimZeros("100")).toBe("100");
  });

  test("subtracts exactly where doubles do not", () => {
    expect(subtractDecimals("0.3", "0.1")).toBe("0.2");
    expect(subtractDecimals("50000", "45000.50")).toBe("4999.50");
  });

  test("sums to unknown when one input is unknown", () => {
    expect(sumDecimals(["1.10", "2.2", "-0.3"])).toBe("3.00");
    expect(sumDecimals(["1.10", null])).toBeNull();
  });

  test("sees no sign in zero, however it is written", () => {
    expect(signOf("-0.00")).toBe(0);
    expect(signOf("-0.01")).toBe(-1);
    expect(signOf("abc")).toBe(0);
  });
});
