import { describe, expect, it } from "vitest";
import {
  formatPrice,
  isOnTick,
  maxPrice,
  minPrice,
  parsePrice,
  price,
  priceFromNumber,
  priceFromUnits,
  priceToNumber,
  priceUnits,
  roundToTick,
  shiftPriceBps,
} from "./price.ts";

describe("price", () => {
  it("reads decimals to the millionth and writes two at least", () => {
    expect(priceUnits(price("12.5"))).toBe(12_500_000);
    expect(formatPrice(price("12.5"))).toBe("12.50");
    expect(formatPrice(price("0.123456"))).toBe("0.123456");
    expect(priceToNumber(price("12.5"))).toBe(12.5);
  });

  it.each([
    ["0", 'price "0" must be above 0'],
    ["-1", 'price "-1" must be above 0'],
    ["1.1234567", 'price "1.1234567" has more than 6 decimals'],
    ["abc", 'price "abc" is not a plain decimal number'],
  ])("refuses %s", (text, error) => {
    expect(parsePrice(text)).toEqual({ ok: false, error });
    expect(() => price(text)).toThrow(error);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, -0, 1e308, 1e-9])(
    "refuses the double %s",
    (dollars) => {
      expect(priceFromNumber(dollars).ok).toBe(false);
    },
  );

  it("rounds a double to the nearest millionth", () => {
    expect(priceFromNumber(182.0000004)).toEqual({ ok: true, value: price("182") });
    expect(priceFromNumber(0.1 + 0.2)).toEqual({ ok: true, value: price("0.3") });
  });

  it("knows the lower and the higher of two", () => {
    expect(minPrice(price("1"), price("2"))).toBe(price("1"));
    expect(minPrice(price("2"), price("1"))).toBe(price("1"));
    expect(maxPrice(price("1"), price("2"))).toBe(price("2"));
    expect(maxPrice(price("2"), price("1"))).toBe(price("2"));
  });

  it("moves by hundredths of a percent", () => {
    expect(shiftPriceBps(price("100"), 25)).toBe(price("100.25"));
    expect(shiftPriceBps(price("100"), -25)).toBe(price("99.75"));
  });
});

describe("legal ticks", () => {
  it("are a cent from a dollar up and a hundredth of a cent below", () => {
    expect(isOnTick(price("1.00"))).toBe(true);
    expect(isOnTick(price("1.005"))).toBe(false);
    expect(isOnTick(price("0.9999"))).toBe(true);
    expect(isOnTick(price("0.99995"))).toBe(false);
  });

  it("are reached by rounding outward, and never below one tick", () => {
    expect(roundToTick(price("12.341"), "down")).toBe(price("12.34"));
    expect(roundToTick(price("12.341"), "up")).toBe(price("12.35"));
    expect(roundToTick(price("12.34"), "up")).toBe(price("12.34"));
    expect(roundToTick(price("0.99995"), "up")).toBe(price("1.00"));
    expect(roundToTick(priceFromUnits(7), "down")).toBe(price("0.0001"));
  });
});
