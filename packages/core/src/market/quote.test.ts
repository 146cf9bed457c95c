import { describe, expect, it } from "vitest";
import { aQuote } from "../../test/builders.ts";
import { price } from "../number/price.ts";
import { midpoint, quoteCondition } from "./quote.ts";

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
