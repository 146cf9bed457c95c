import { describe, expect, it } from "vitest";
import { aQuote } from "../../test/builders.ts";
import { price } from "../number/price.ts";
import { isMark, midpoint, quoteCondition } from "./quote.ts";

describe("isMark", () => {
  it.each([
    ["100.00", "100.02", true],
    ["99.50", "100.50", true],
    ["99.49", "100.51", false],
    ["95.00", "100.02", false],
    ["100.00", "100.00", false],
    ["100.02", "100.00", false],
    [null, "100.00", false],
    ["100.00", null, false],
  ])("of %s at %s within 100 bps is %s", (bid, ask, expected) => {
    const side = (text: string | null) => (text === null ? null : price(text));
    expect(isMark(aQuote({ bid: side(bid), ask: side(ask) }), 100)).toBe(expected);
  });
});

describe("quoteCondition", () => {
  it.each([
    ["regular", price("99.99"), price("100.01")],
    ["locked", price("100.00"), price("100.00")],
    ["crossed", price("100.02"), price("100.01")],
    ["one_sided", null, price("100.01")],
    ["one_sided", price("99.99"), null],
    ["one_sided", null, null],
  ])("is %s", (condition, bid, ask) => {
    expect(quoteCondition(aQuote({ bid, ask }))).toBe(condition);
  });
});

describe("midpoint", () => {
  it("lies between the sides, rounded down to the millionth", () => {
    expect(midpoint(aQuote())).toBe(price("100.00"));
    expect(midpoint(aQuote({ bid: price("0.000001"), ask: price("0.000002") }))).toBe(
      price("0.000001"),
    );
  });

  it("is absent when a side is", () => {
    expect(midpoint(aQuote({ bid: null }))).toBeNull();
    expect(midpoint(aQuote({ ask: null }))).toBeNull();
  });
});
