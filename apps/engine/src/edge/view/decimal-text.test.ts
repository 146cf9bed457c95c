import { expect, test } from "vitest";
import { price } from "@interlock/core/number/price";
import { boardPrice, percentOf, percentText, priceText } from "./decimal-text.ts";

test.each([
  [0, null],
  [-1, null],
  [1, "0.000001"],
  [100_020_000, "100.02"],
])("%d millionths of a dollar on the board are the price %s", (units, text) => {
  expect(priceText(boardPrice(units))).toBe(text);
});

test("a price is written as a decimal, none as nothing", () => {
  expect(priceText(price("12.5"))).toBe("12.50");
  expect(priceText(null)).toBeNull();
});

test.each([
  [1, 3, "33.33", 33.3],
  [-1, 4, "-25.00", -25],
  [2, 0, "0.00", 0],
  [0, 0, "0.00", 0],
  [Number.MAX_VALUE, Number.MIN_VALUE, "0.00", 0],
  [Number.NaN, 1, "0.00", 0],
])("%d of %d is %s percent and %d on a bar", (part, whole, text, bar) => {
  expect(percentText(part, whole)).toBe(text);
  expect(percentOf(part, whole)).toBe(bar);
});
