import { describe, expect, it } from "vitest";
import {
  absoluteMoney,
  addMoney,
  formatDollars,
  formatMoney,
  maxMoney,
  minMoney,
  money,
  moneyFromUnits,
  moneyToNumber,
  negateMoney,
  notional,
  parseMoney,
  prorate,
  roundUpToCent,
  subtractMoney,
} from "./money.ts";
import { price, priceFromUnits } from "./price.ts";
import { quantity, quantityFromUnits, shares } from "./quantity.ts";

describe("money", () => {
  it("is written for people with its thousands apart and to the last digit held", () => {
    expect(formatDollars(money("4982.235"))).toBe("$4,982.235");
    expect(formatDollars(money("-1234567.8"))).toBe("-$1,234,567.80");
    expect(formatDollars(money("999"))).toBe("$999.00");
    expect(formatDollars(money("0"))).toBe("$0.00");
  });

  it("reads and writes dollars with two decimals at least", () => {
    expect(formatMoney(money("-1234.5"))).toBe("-1234.50");
    expect(formatMoney(money("0.000001"))).toBe("0.000001");
    expect(moneyToNumber(money("12.34"))).toBe(12.34);
    expect(parseMoney("$5")).toEqual({
      ok: false,
      error: 'amount "$5" is not a plain decimal number',
    });
    expect(() => money("1e9")).toThrow('amount "1e9" is not a plain decimal number');
  });

  it("adds, subtracts, negates and compares exactly", () => {
    expect(addMoney(money("0.1"), money("0.2"))).toBe(money("0.3"));
    expect(subtractMoney(money("0.3"), money("0.1"))).toBe(money("0.2"));
    expect(negateMoney(money("5"))).toBe(money("-5"));
    expect(absoluteMoney(money("-5"))).toBe(money("5"));
    expect([maxMoney(money("1"), money("2")), maxMoney(money("2"), money("1"))]).toEqual([
      money("2"),
      money("2"),
    ]);
    expect([minMoney(money("1"), money("2")), minMoney(money("2"), money("1"))]).toEqual([
      money("1"),
      money("1"),
    ]);
  });

  it("rounds up to the cent, and leaves whole cents alone", () => {
    expect(roundUpToCent(money("0.000001"))).toBe(money("0.01"));
    expect(roundUpToCent(money("0.01"))).toBe(money("0.01"));
    expect(roundUpToCent(money("1.230001"))).toBe(money("1.24"));
    expect(roundUpToCent(money("0"))).toBe(money("0"));
  });
});

describe("notional", () => {
  it("is exact for whole shares, signed as the quantity", () => {
    expect(notional(price("182.06"), shares(100))).toBe(money("18206"));
    expect(notional(price("182.06"), shares(-100))).toBe(money("-18206"));
    expect(notional(price("999999.999999"), shares(9_000))).toBe(money("8999999999.991"));
  });

  it("rounds half-even to the millionth of a dollar for fractions", () => {
    expect(notional(priceFromUnits(1), quantity("0.5"))).toBe(moneyFromUnits(0));
    expect(notional(priceFromUnits(3), quantity("0.5"))).toBe(moneyFromUnits(2));
    expect(notional(price("10"), quantityFromUnits(1))).toBe(moneyFromUnits(0));
  });

  it("refuses to be more than is held exactly", () => {
    expect(() => notional(price("100000"), shares(1_000_000))).toThrow("outside the exact range");
  });
});

describe("prorate", () => {
  it("gives the share of an amount, half-even", () => {
    expect(prorate(money("100"), shares(1), shares(3))).toBe(money("33.333333"));
    expect(prorate(money("-100"), shares(2), shares(3))).toBe(money("-66.666667"));
    expect(prorate(moneyFromUnits(1), shares(1), shares(2))).toBe(moneyFromUnits(0));
  });
});
