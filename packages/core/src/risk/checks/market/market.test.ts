import { describe, expect, test } from "vitest";
import { LIMITS, MORNING, SPY, aQuote } from "../../../../test/builders.ts";
import { denialsOf, LONG, limit, MARKET, SELL } from "../../../../test/denial-cases.ts";
import { MARKET_CONDITIONS } from "../../../market/market-condition.ts";
import { price } from "../../../number/price.ts";
import { OPEN_MARKET, type MarketGuard } from "../../market-guard.ts";
import type { RiskContext } from "../../risk-context.ts";

const HALT = { symbol: SPY, since: MORNING, words: "Trading Halt" };
const BANDS = {
  symbol: SPY,
  venueAt: MORNING,
  lower: price("99.98"),
  upper: price("100.04"),
  inForce: true,
};

const market = (change: Partial<MarketGuard>): Partial<RiskContext> => ({
  market: { ...OPEN_MARKET, ...change },
});

describe("a halt", () => {
  test("M09 denies an order that opens and one that closes, in the symbol as in the whole market", () => {
    const denied = [{ code: "trading_halt", halt: HALT }];
    expect(denialsOf({}, market({ halt: HALT }))).toEqual(denied);
    expect(denialsOf(SELL, { ...LONG, ...market({ halt: HALT }) })).toEqual(denied);
    const whole = { ...HALT, symbol: null };
    expect(denialsOf({}, market({ halt: whole }))).toMatchObject([{ halt: { symbol: null } }]);
  });
});

describe("a market in doubt", () => {
  test.each(MARKET_CONDITIONS.slice(1))(
    "M09 %s denies what opens, and nothing that closes",
    (condition) => {
      expect(denialsOf({}, market({ condition }))).toEqual([
        { code: "market_condition", symbol: SPY, condition },
      ]);
      expect(denialsOf(SELL, { ...LONG, ...market({ condition }) })).toEqual([]);
    },
  );
});

describe("price bands", () => {
  test("M09 deny a bid above the upper one and an offer below the lower one", () => {
    const bid = { pricing: limit("100.05") };
    const offer = { ...SELL, pricing: limit("99.97") };
    const { lower, upper } = BANDS;
    expect(denialsOf(bid, market({ bands: BANDS }))).toEqual([
      { code: "price_band", symbol: SPY, side: "buy", price: price("100.05"), lower, upper },
    ]);
    expect(denialsOf(offer, { ...LONG, ...market({ bands: BANDS }) })).toMatchObject([
      { code: "price_band", side: "sell" },
    ]);
  });

  test("let pass what lies at a band, a price on the far side, a stop price and a market order", () => {
    const within = { ...LONG, ...market({ bands: BANDS }) };
    expect(denialsOf({ pricing: limit("100.04") }, market({ bands: BANDS }))).toEqual([]);
    expect(denialsOf({ ...SELL, pricing: limit("100.10") }, within)).toEqual([]);
    expect(denialsOf({ ...SELL, pricing: MARKET }, within)).toEqual([]);
    const stop = { type: "stop" as const, stopPrice: price("99.60") };
    expect(denialsOf({ ...SELL, pricing: stop }, within)).toEqual([]);
  });
});

describe("extended hours", () => {
  test.each(["pre", "post"] as const)(
    "M15 deny a market order in session %s, closing ones too",
    (session) => {
      const sessions = { session, limits: { ...LIMITS, sessions: ["regular" as const, session] } };
      const denied = [{ code: "session_order_type", session, type: "market" }];
      expect(denialsOf({ pricing: MARKET, extendedHours: true }, sessions)).toMatchObject(denied);
      const closing = { ...SELL, pricing: MARKET, extendedHours: true };
      expect(denialsOf(closing, { ...LONG, ...sessions })).toMatchObject(denied);
    },
  );
});

describe("a quote with one side", () => {
  const oneSided = aQuote({ ask: null });
  const printed = { lastTrade: { price: price("100"), venueAt: MORNING } };

  test("M04 denies a market order whatever was traded last", () => {
    expect(denialsOf({ pricing: MARKET }, { quote: oneSided, ...market(printed) })).toMatchObject([
      { code: "reference_quote", condition: "one_sided" },
    ]);
  });

  test("M04 lets a limit order pass within the collar of a fresh last trade, and no further", () => {
    const quiet = { quote: oneSided, ...market(printed) };
    expect(denialsOf({ pricing: limit("100.05") }, quiet)).toEqual([]);
    expect(denialsOf({ pricing: limit("100.60") }, quiet)).toMatchObject([
      { code: "price_collar", reference: price("100") },
    ]);
  });

  test("M04 takes the last trade while it is as old as a quote may be, and not a moment longer", () => {
    const aged = (ageMs: number) => ({
      quote: null,
      ...market({ lastTrade: { price: price("100"), venueAt: MORNING - ageMs } }),
    });
    expect(denialsOf({}, aged(LIMITS.maxQuoteAgeMs))).toEqual([]);
    expect(denialsOf({}, aged(LIMITS.maxQuoteAgeMs + 1))).toMatchObject([
      { code: "reference_quote", condition: "missing" },
    ]);
  });

  test("M04 denies a limit order where the last trade is old, or there was none", () => {
    const old = { lastTrade: { price: price("100"), venueAt: MORNING - 60_000 } };
    for (const change of [old, {}])
      expect(denialsOf({}, { quote: oneSided, ...market(change) })).toMatchObject([
        { code: "reference_quote" },
      ]);
  });

  test("M03 lets no order be measured by a trade while the quote is crossed or locked", () => {
    const crossed = aQuote({ bid: price("100.02"), ask: price("100.00") });
    const locked = aQuote({ bid: price("100.00"), ask: price("100.00") });
    for (const quote of [crossed, locked])
      expect(denialsOf({}, { quote, ...market(printed) })).toMatchObject([
        { code: "reference_quote" },
      ]);
  });
});
