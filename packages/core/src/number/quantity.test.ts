import { describe, expect, it } from "vitest";
import {
  absoluteQuantity,
  addQuantity,
  formatQuantity,
  isAboveZero,
  isWholeShares,
  maxQuantity,
  minQuantity,
  negateQuantity,
  parseQuantity,
  quantity,
  quantityToNumber,
  quantityUnits,
  shares,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "./quantity.ts";

describe("quantity", () => {
  it("reads and writes shares to the billionth", () => {
    expect(quantityUnits(quantity("0.000000001"))).toBe(1);
    expect(formatQuantity(quantity("-12.500"))).toBe("-12.5");
    expect(formatQuantity(shares(100))).toBe("100");
    expect(quantityToNumber(quantity("0.125"))).toBe(0.125);
  });

  it("refuses more decimals than Alpaca has, and words", () => {
    expect(parseQuantity("0.0000000001")).toEqual({
      ok: false,
      error: 'quantity "0.0000000001" has more than 9 decimals',
    });
    expect(() => quantity("ten")).toThrow('quantity "ten" is not a plain decimal number');
  });

  it("refuses more shares than are held exactly", () => {
    expect(() => shares(10_000_000)).toThrow("outside the exact range");
  });

  it("adds, subtracts, negates and compares exactly", () => {
    expect(addQuantity(quantity("0.1"), quantity("0.2"))).toBe(quantity("0.3"));
    expect(subtractQuantity(quantity("0.3"), quantity("0.1"))).toBe(quantity("0.2"));
    expect(negateQuantity(shares(1))).toBe(shares(-1));
    expect(Object.is(negateQuantity(ZERO_QUANTITY), 0)).toBe(true);
    expect(absoluteQuantity(shares(-3))).toBe(shares(3));
    expect(minQuantity(shares(1), shares(2))).toBe(shares(1));
    expect(minQuantity(shares(2), shares(1))).toBe(shares(1));
    expect(maxQuantity(shares(1), shares(2))).toBe(shares(2));
    expect(maxQuantity(shares(2), shares(1))).toBe(shares(2));
    expect([shares(-2), ZERO_QUANTITY, shares(2)].map(signOfQuantity)).toEqual([-1, 0, 1]);
    expect([shares(-2), ZERO_QUANTITY, shares(2)].map(isAboveZero)).toEqual([false, false, true]);
  });

  it("knows whole shares from fractions", () => {
    expect(isWholeShares(shares(5))).toBe(true);
    expect(isWholeShares(quantity("-5.5"))).toBe(false);
  });
});
