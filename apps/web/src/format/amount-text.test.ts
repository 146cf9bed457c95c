import { describe, expect, test } from "vitest";
import {
  averagePriceText,
  compactDollars,
  directionOf,
  dollars,
  percentText,
  priceText,
  quantityText,
  signedDollars,
  slippageText,
  usedPercentText,
} from "./amount-text.ts";

describe("amounts", () => {
  test("a result carries its sign: plus, or the true minus", () => {
    expect(signedDollars("1234.5")).toBe("+$1,234.50");
    expect(signedDollars("-1234.5")).toBe("−$1,234.50");
  });

  test("zero is neutral, also when it only rounds to zero", () => {
    expect(signedDollars("0")).toBe("$0.00");
    expect(signedDollars("-0.001")).toBe("$0.00");
    expect(directionOf("0.004")).toBe("flat");
    expect(directionOf("-0.005")).toBe("down");
  });

  test("unknown is a dash and never zero", () => {
    expect(signedDollars(null)).toBe("—");
    expect(dollars(null)).toBe("—");
    expect(quantityText(null)).toBe("—");
    expect(directionOf(null)).toBe("unknown");
  });

  test.each([
    ["950.5", "$950.50"],
    ["9999.99", "$9,999.99"],
    ["49821.10", "$49.8K"],
    ["-49821.10", "−$49.8K"],
    ["999950", "$1.0M"],
    ["1234567", "$1.2M"],
    ["2500000000", "$2.5B"],
  ])("shortens %s to %s for a tile", (text, expected) => {
    expect(compactDollars(text)).toBe(expected);
  });

  test("a price has two decimals, four below a dollar", () => {
    expect(priceText("1234.5")).toBe("1,234.50");
    expect(priceText("0.12345")).toBe("0.1235");
    expect(averagePriceText("144.3650")).toBe("144.365");
    expect(averagePriceText("144")).toBe("144.00");
  });

  test("a quantity shows fractions to nine places, trimmed", () => {
    expect(quantityText("1000")).toBe("1,000");
    expect(quantityText("0.125000000")).toBe("0.125");
    expect(quantityText("-80")).toBe("−80");
  });

  test("slippage says in words whether it cost or gained", () => {
    expect(slippageText(3.21)).toBe("cost 3.2 bps");
    expect(slippageText(-1.14)).toBe("gain 1.1 bps");
    expect(slippageText(-0.01)).toBe("0.0 bps");
    expect(slippageText(Number.NaN)).toBe("—");
  });

  test("percentages keep two decimals, usage only what helps", () => {
    expect(percentText("0.425")).toBe("0.43%");
    expect(usedPercentText(62.4)).toBe("62%");
    expect(usedPercentText(6.66)).toBe("6.7%");
    expect(usedPercentText(Number.POSITIVE_INFINITY)).toBe("—");
  });
});
