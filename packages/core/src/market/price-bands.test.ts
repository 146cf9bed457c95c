import { expect, test } from "vitest";
import { aQuote, MORNING, SPY } from "../../test/builders.ts";
import { price } from "../number/price.ts";
import { limitState } from "./price-bands.ts";

const BANDS = {
  symbol: SPY,
  venueAt: MORNING,
  lower: price("95"),
  upper: price("105"),
  inForce: true,
};

test.each([
  ["the bid stands at the upper band", "105", "105.01", "limit_up"],
  ["the offer stands at the lower band", "94.99", "95", "limit_down"],
  ["both lie between the bands", "104.99", "105", null],
])("a quote is in a limit state only where %s", (_, bid, ask, state) => {
  expect(limitState(aQuote({ bid: price(bid), ask: price(ask) }), BANDS)).toBe(state);
});

test("a side that is missing stands nowhere", () => {
  expect(limitState(aQuote({ bid: null, ask: null }), BANDS)).toBeNull();
});
