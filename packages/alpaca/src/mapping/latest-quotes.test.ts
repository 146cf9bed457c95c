import { price } from "@interlock/core/number/price";
import { expect, test } from "vitest";
import { readLatestQuotes } from "./latest-quotes.ts";

const QUOTE = { t: "2026-11-20T15:00:00Z", bp: 150.24, bs: 3, ap: 150.26, as: 2 };

test("one latest quote that cannot be used is named, and leaves the others", () => {
  const read = readLatestQuotes({
    quotes: {
      AAPL: QUOTE,
      IBM: { ...QUOTE, t: "yesterday" },
      SPY: { ...QUOTE, bp: -1 },
      BAC: { ...QUOTE, as: 0 },
      AIG: null,
    },
  });
  if (!read.ok) throw new Error(read.error);
  expect(read.value.quotes.map(({ symbol }) => symbol)).toEqual(["AAPL"]);
  expect(read.value.refused).toEqual([
    expect.stringMatching(/IBM at "yesterday".*bad_time/),
    expect.stringMatching(/SPY.*bad_price/),
    expect.stringMatching(/BAC.*bad_size/),
    expect.stringMatching(/AIG/),
  ]);
});

test("a price of 0 is an empty side", () => {
  const read = readLatestQuotes({ quotes: { AAPL: { ...QUOTE, ap: 0, as: 0 } } });
  const sides = { bid: price("150.24"), bidSize: 3, ask: null, askSize: 0 };
  expect(read).toMatchObject({ ok: true, value: { quotes: [sides], refused: [] } });
});

test.each([{}, { quotes: null }, { quotes: {} }])("%j holds no quote", (json) => {
  expect(readLatestQuotes(json)).toEqual({ ok: true, value: { quotes: [], refused: [] } });
});

test.each([[], null, "none", { quotes: [1] }])("%j is no answer", (json) => {
  expect(readLatestQuotes(json).ok).toBe(false);
});
