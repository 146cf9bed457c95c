import { encode } from "@msgpack/msgpack";
import { describe, expect, test } from "vitest";
import { FrameReader } from "./frame-reader.ts";

const AT = Date.UTC(2026, 10, 20, 15, 0, 0, 123);
const t = new Date(AT);

function read(item: Record<string, unknown>) {
  const reader = new FrameReader();
  reader.expect(["SPY", "AAPL"]);
  const { events } = reader.read(encode([{ S: "SPY", t, z: "C", ...item }]), true);
  return { events, counts: reader.tally.counts() };
}

describe("a trading status", () => {
  test.each([
    ["a halt of tape C", { sc: "H", rc: "T1" }, "halted", false],
    ["a volatility pause of tape C", { sc: "P", rc: "LUDP" }, "halted", false],
    ["a circuit breaker of the market, tape C", { sc: "H", rc: "MWC2" }, "halted", true],
    ["a halt of tapes A and B", { sc: "2", rc: "M" }, "halted", false],
    ["a circuit breaker of the market, tapes A and B", { sc: "2", rc: "1" }, "halted", true],
    ["quotes that resume", { sc: "Q", rc: "" }, "quoting", false],
    ["trading that resumes, tape C", { sc: "T", rc: "" }, "trading", false],
    ["trading that resumes, tapes A and B", { sc: "3", rc: "" }, "trading", false],
    ["a code that nobody knows", { sc: "Z9", rc: "" }, "unclear", false],
  ])("M09 reads %s", (_, codes, phase, marketWide) => {
    expect(read({ T: "s", sm: "", ...codes }).events).toMatchObject([
      { kind: "trading_status", status: { symbol: "SPY", venueAt: AT, phase, marketWide } },
    ]);
  });

  test("keeps the market's words with its codes", () => {
    const item = { sc: "P", sm: "Volatility Trading Pause", rc: "LUDP", rm: "Volatility" };
    expect(read({ T: "s", ...item }).events).toMatchObject([
      { status: { words: "Volatility Trading Pause, LUDP Volatility" } },
    ]);
  });

  test("that says nothing of whether the symbol trades is counted and passed over", () => {
    const { events, counts } = read({ T: "s", sc: "5", sm: "Price Indication" });
    expect(events).toEqual([]);
    expect(counts.ignored).toEqual({ "s 5": 1 });
  });

  test("without a code is refused", () => {
    expect(read({ T: "s", sm: "Halt" }).counts.refused).toEqual({ bad_status: 1 });
  });
});

describe("limit bands", () => {
  test.each([
    ["B", true],
    ["D", false],
    ["F", false],
  ])("M09 with indicator %s say whether they are in force", (i, inForce) => {
    expect(read({ T: "l", u: 105.5, d: 95.25, i }).events).toMatchObject([
      { kind: "price_bands", bands: { upper: 105_500_000, lower: 95_250_000, inForce } },
    ]);
  });

  test.each([
    ["a band of 0", { u: 105, d: 0 }],
    ["bands that are crossed", { u: 95, d: 105 }],
    ["a band that is no number", { u: "high", d: 95 }],
  ])("M01 with %s are refused", (_, bands) => {
    expect(read({ T: "l", i: "B", ...bands }).counts.refused).toEqual({ bad_bands: 1 });
  });
});

describe("an amendment of a print", () => {
  test("M06 names what was printed, and what should have been", () => {
    const item = { T: "c", x: "V", oi: 1, op: 100, os: 50, ci: 2, cp: 101.5, cs: 40, cc: ["@"] };
    expect(read(item).events).toMatchObject([
      {
        kind: "trade_amended",
        amendment: {
          venueAt: AT,
          original: { price: 100_000_000, size: 50, exchange: "V" },
          corrected: { price: 101_500_000, size: 40, exchange: "V", conditions: ["@"] },
        },
      },
    ]);
  });

  test("M06 takes a print back", () => {
    expect(read({ T: "x", i: 1, x: "V", p: 100, s: 50, a: "C" }).events).toMatchObject([
      { amendment: { original: { price: 100_000_000, size: 50 }, corrected: null } },
    ]);
  });

  test.each([
    ["a price of -1", { T: "x", p: -1, s: 50 }],
    ["a size of 0", { T: "x", p: 100, s: 0 }],
    ["a corrected price that is text", { T: "c", op: 100, os: 50, cp: "12,3", cs: 50 }],
  ])("M01 M02 with %s is refused", (_, item) => {
    expect(read(item).counts.refused).toEqual({ bad_amendment: 1 });
  });
});

test("M07 a revised bar is no new one", () => {
  const bar = { T: "u", o: 10, h: 11, l: 9.5, c: 10.5, v: 1200, n: 40, vw: 10.2 };
  expect(read(bar).events).toMatchObject([
    { kind: "bar_revised", bar: { symbol: "SPY", startAt: AT, high: 11_000_000 } },
  ]);
});
