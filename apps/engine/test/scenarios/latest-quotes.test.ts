import { ticker } from "@interlock/core/ids";
import type { Quote } from "@interlock/core/market/quote";
import { price } from "@interlock/core/number/price";
import { formatQuantity } from "@interlock/core/number/quantity";
import { SECOND_MS } from "@interlock/core/time";
import { describe, expect, test } from "vitest";
import { markNow } from "../../src/portfolio/mark-portfolio.ts";
import { Rig, settings } from "../rig.ts";

const SPY = ticker("SPY");

/** A quote of SPY as the venue names it when asked. */
function named(rig: Rig, bid: string, change: Partial<Quote> = {}): Quote {
  const ask = price((Number(bid) + 0.02).toFixed(2));
  const sides = { bid: price(bid), bidSize: 500, ask, askSize: 500 };
  return { symbol: SPY, venueAt: rig.time, ...sides, ...change };
}

function answer(rig: Rig, ...quotes: Quote[]) {
  return rig.give({ kind: "latest_quotes", quotes });
}

function fail(rig: Rig): void {
  rig.give({ kind: "venue_query_failed", what: "quotes", reason: "503" });
}

function stream(rig: Rig, up: boolean): void {
  rig.give({ kind: "connection", channel: "market_data", up, reason: "" });
}

/** A rig that holds SPY, bought at 100.02, whose start was told no quote. */
function long(): Rig {
  const rig = new Rig().ready();
  answer(rig);
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error("no order was approved");
  rig.accept(intent);
  rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.02" });
  return rig;
}

const asked = (rig: Rig): number => rig.asked("request_quotes").length;
const market = (rig: Rig) => rig.views.markets.get(SPY);
const spyMark = (rig: Rig) => rig.views.totals.symbols[SPY];

describe("a restart in a market that has gone quiet", () => {
  test("shows the same figures to the last digit, though no quote comes", () => {
    const rig = long();
    rig.pass(61 * SECOND_MS);
    rig.quote("SPY", "98.37", "98.39");
    const last = market(rig)?.quote;
    if (last == null) throw new Error("SPY was quoted");
    const before = markNow(rig);
    rig.time += 10 * SECOND_MS;
    rig.ready();
    expect(markNow(rig)).not.toEqual(before);
    answer(rig, last);
    expect(markNow(rig)).toEqual(before);
    expect(spyMark(rig)).toMatchObject({ markSource: "market" });
  });

  test("asks for every symbol that it trades, and tells no strategy what it saw before", () => {
    const rig = new Rig().start();
    expect(rig.asked("request_quotes")).toEqual([
      { kind: "request_quotes", symbols: settings().symbols },
    ]);
    rig.snapshot();
    const [runtime] = rig.views.strategies;
    if (runtime === undefined) throw new Error("the rig has no strategy");
    const signal = { symbol: SPY, target: 1, reason: "test", horizonMs: null };
    Object.assign(runtime, { instance: { ...runtime.instance, onQuote: () => signal } });
    expect(answer(rig, named(rig, "100.00")).records).not.toContainEqual(
      expect.objectContaining({ kind: "signal_generated" }),
    );
  });

  test("sees a loss beyond the stop-loss, and proves it with the next quote", () => {
    const rig = long();
    rig.ready();
    answer(rig, named(rig, "90.00"));
    expect(rig.told("stop_fired")).toEqual([]);
    rig.time += SECOND_MS;
    rig.quote("SPY", "90.01", "90.03");
    expect(rig.told("stop_fired")).toHaveLength(1);
  });
});

describe("a latest quote", () => {
  test("that is not newer than what the stream brought changes nothing", () => {
    const rig = long();
    const known = market(rig)?.quote;
    answer(rig, named(rig, "90.00", { venueAt: rig.time - 1 }), named(rig, "90.00"));
    expect(market(rig)?.quote).toBe(known);
    expect(spyMark(rig)?.referencePrice).toBe(price("100.01"));
    expect(rig.views.riskWatch.stops[SPY]).toBeUndefined();
  });

  test("of an earlier day is shown as old as it is, and is no mark of today", () => {
    const rig = long();
    const overnight = named(rig, "105.00");
    rig.time = Date.UTC(2026, 5, 17, 13, 40, 0);
    rig.ready();
    answer(rig, overnight);
    expect(market(rig)).toMatchObject({ quote: overnight, quoteMarks: false });
    expect(spyMark(rig)).toMatchObject({ markSource: "provisional" });
    expect(rig.views.totals.unmarked).toBe(1);
    rig.give({
      kind: "trade",
      trade: { symbol: SPY, venueAt: rig.time, ...PRINT, price: price("104.00") },
    });
    expect(spyMark(rig)).toMatchObject({ markSource: "market", referencePrice: price("104.00") });
  });

  test("of the last session is its mark until the next one begins", () => {
    const rig = long();
    rig.time = Date.UTC(2026, 5, 16, 19, 59, 0);
    const late = named(rig, "105.00");
    rig.time = Date.UTC(2026, 5, 17, 3, 0, 0);
    rig.ready();
    answer(rig, late);
    expect(spyMark(rig)).toMatchObject({ markSource: "market", referencePrice: price("105.01") });
  });

  test("that is minutes old marks, and is too old to take new risk on", () => {
    const rig = new Rig().ready();
    answer(rig, named(rig, "100.00", { venueAt: rig.time - 300 * SECOND_MS }));
    expect(market(rig)?.quoteMarks).toBe(true);
    const [runtime] = rig.views.strategies;
    if (runtime === undefined) throw new Error("the rig has no strategy");
    const signal = { symbol: SPY, target: 1, reason: "test", horizonMs: null };
    Object.assign(runtime, { instance: { ...runtime.instance, onTimer: () => signal } });
    rig.give({ kind: "clock" });
    expect(rig.told("order_denied").at(-1)?.denials).toMatchObject([{ code: "quote_age" }]);
  });

  test("that is crossed or wide is shown and marks nothing", () => {
    const rig = new Rig().ready();
    answer(rig, named(rig, "100.00", { ask: price("140.00") }));
    expect(market(rig)).toMatchObject({ quoteMarks: false });
    expect(spyMark(rig)).toBeUndefined();
  });

  test("of a symbol outside the universe is passed over: the venue values that one", () => {
    const rig = new Rig().ready();
    answer(rig, named(rig, "100.00", { symbol: ticker("TSLA") }));
    expect(rig.views.totals.symbols[ticker("TSLA")]).toBeUndefined();
  });
});

const PRINT = { size: 100, exchange: "V", conditions: [] };

describe("the question", () => {
  test("is asked once at a start on a tape, which begins with our subscription", () => {
    const rig = new Rig().ready();
    answer(rig);
    expect(asked(rig)).toBe(1);
  });

  test("is asked again once a real market is subscribed to: it went on meanwhile", () => {
    const rig = new Rig().ready({ settings: settings({ environment: "paper" }) });
    expect(asked(rig)).toBe(1);
    answer(rig);
    expect(asked(rig)).toBe(2);
    answer(rig);
    expect(asked(rig)).toBe(2);
  });

  test("is asked after the stream came back, and not while it is away", () => {
    const rig = new Rig().ready();
    answer(rig);
    stream(rig, false);
    rig.pass(60 * SECOND_MS);
    expect(asked(rig)).toBe(1);
    stream(rig, true);
    expect(asked(rig)).toBe(2);
    answer(rig);
    rig.give({ kind: "stream_gap", channel: "market_data", reason: "lost" });
    expect(asked(rig)).toBe(3);
  });

  test("that fails keeps nothing from starting, is told once, and is asked later and later", () => {
    const rig = new Rig().start();
    fail(rig);
    rig.snapshot();
    expect(rig.state.recovered).toBe(true);
    expect(rig.state.trading.state).toBe("active");
    expect(rig.state.connections.venue_rest).toBe(true);
    for (let passed = 0; passed < 600 * SECOND_MS; passed += 250) {
      const before = asked(rig);
      rig.pass(250);
      if (asked(rig) > before) fail(rig);
    }
    expect(asked(rig)).toBeGreaterThan(30);
    expect(asked(rig)).toBeLessThan(45);
    const told = rig.told("alert_raised").filter(({ sentence }) => /latest quotes/.test(sentence));
    expect(told).toMatchObject([{ severity: "warning", sentence: expect.stringMatching(/503$/) }]);
  });

  test("that failed is asked again on a tape that stands still, until it is answered", () => {
    const rig = new Rig().ready();
    fail(rig);
    for (let ticks = 0; ticks < 20; ticks += 1) rig.give({ kind: "clock" });
    expect(asked(rig)).toBe(2);
    answer(rig, named(rig, "100.00"));
    for (let ticks = 0; ticks < 200; ticks += 1) rig.give({ kind: "clock" });
    expect(asked(rig)).toBe(2);
    expect(market(rig)?.quoteMarks).toBe(true);
  });
});
