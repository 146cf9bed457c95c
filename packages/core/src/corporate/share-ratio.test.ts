import { expect, it } from "vitest";
import { price } from "../number/price.ts";
import { quantity } from "../number/quantity.ts";
import {
  describeRatio,
  parseDividendRatio,
  parseRatio,
  toNewPrice,
  toNewShares,
  toOldPrice,
} from "./share-ratio.ts";

it.each([
  ["10", "1", 10, 1],
  ["1", "20", 1, 20],
  ["1.5", "1", 3, 2],
  ["0.05", "1", 1, 20],
  ["2.000000000", "2", 1, 1],
])("%s for %s is the exact ratio %i to %i", (fresh, old, newShares, oldShares) => {
  expect(parseRatio(fresh, old)).toEqual({ ok: true, value: { newShares, oldShares } });
});

it("a stock dividend of 5 % is 21 shares for 20", () => {
  const read = parseDividendRatio("0.05");
  expect(read).toEqual({ ok: true, value: { newShares: 21, oldShares: 20 } });
  expect(read.ok && describeRatio(read.value)).toBe("21-for-20");
  expect(parseDividendRatio("lots").ok).toBe(false);
});

it.each([
  ["0", "1"],
  ["1", "0"],
  ["-2", "1"],
  ["", "1"],
  ["2", ""],
  ["0.0000000001", "1"],
])("%j for %j is no ratio: nothing is rounded into one", (fresh, old) => {
  expect(parseRatio(fresh, old).ok).toBe(false);
});

it("shares and prices are converted to the last unit that the ledger holds", () => {
  const threeForTwo = { newShares: 3, oldShares: 2 };
  expect(toNewShares(quantity("-7"), threeForTwo)).toBe(quantity("-10.5"));
  expect(toNewPrice(price("100"), threeForTwo)).toBe(price("66.666667"));
  expect(toOldPrice(price("66.666667"), threeForTwo)).toBe(price("100"));
  expect(toNewShares(quantity("1"), { newShares: 1, oldShares: 3 })).toBe(quantity("0.333333333"));
  expect(toNewPrice(price("0.000001"), { newShares: 10, oldShares: 1 })).toBe(price("0.000001"));
});
