import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { DAY_MS } from "@interlock/core/time";
import { closingsOf, holding, kill, position, sweep, working } from "../kill-rig.ts";
import { MORNING, Rig, settings } from "../rig.ts";

const SPY = ticker("SPY");
/** Ten in the morning of the day after the rig's. */
const NEXT_MORNING = MORNING + DAY_MS;

const denialsOf = (rig: Rig) => rig.told("order_denied").at(-1)?.denials;
const alertsOf = (rig: Rig) => rig.told("alert_raised").map(({ sentence }) => sentence);

/** A rig that could buy SPY. */
function quoted(): Rig {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  return rig;
}

/** A quote of SPY, a second after what was before. */
function quoteLater(rig: Rig, bid = "100.00", ask = "100.02"): void {
  rig.time += 1_000;
  rig.quote("SPY", bid, ask);
}

describe("a halted symbol", () => {
  test("M09 takes no order, is told in the same input, and keeps what works at the venue", () => {
    const { rig } = working();
    const { records, effects } = rig.status("SPY", "halted", { words: "Trading Halt, T1" });
    expect(records.map(({ kind }) => kind)).toEqual(["trading_halted", "alert_raised"]);
    expect(effects).toMatchObject([{ kind: "raise_alert", severity: "critical" }]);
    expect(alertsOf(rig).at(-1)).toBe(
      "Trading in SPY is halted (Trading Halt, T1). No order is sent in it until it resumes; working orders stay.",
    );
    expect(rig.asked("cancel_order")).toEqual([]);
  });

  test("M09 denies new risk until its market says that it trades and a fresh quote has come", () => {
    const rig = quoted();
    rig.status("SPY", "halted");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(denialsOf(rig)).toMatchObject([{ code: "trading_halt", halt: { symbol: SPY } }]);
    rig.time += 60_000;
    rig.status("SPY", "quoting");
    quoteLater(rig);
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(denialsOf(rig)).toMatchObject([{ code: "trading_halt" }]);
    rig.time += 1_000;
    rig.status("SPY", "trading");
    expect(rig.state.halts[SPY]).toBeUndefined();
    rig.time += 500;
    const stale = {
      symbol: SPY,
      venueAt: rig.time - 1_000,
      bid: price("100"),
      ask: price("100.02"),
    };
    rig.give({ kind: "quote", quote: { ...stale, bidSize: 1, askSize: 1 } });
    expect(rig.views.markets.get(SPY)?.quoteAwaitedSince).not.toBeNull();
    quoteLater(rig);
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });

  test("M09 is told of once, however often its market says it", () => {
    const rig = quoted();
    for (let n = 0; n < 5; n += 1) rig.status("SPY", "halted");
    expect(rig.told("trading_halted")).toHaveLength(1);
  });

  test("M09 is not reopened by a status that is older than the halt", () => {
    const rig = quoted();
    rig.status("SPY", "halted");
    rig.status("SPY", "trading", { venueAt: rig.time - 1 });
    expect(rig.state.halts[SPY]).toBeDefined();
  });

  test("M09 stays so through a restart", () => {
    const rig = quoted();
    rig.status("SPY", "halted");
    rig.give({ ...started(rig), kind: "engine_started" });
    expect(rig.state.halts[SPY]).toMatchObject({ symbol: SPY });
  });

  test("M09 is not sold by a flatten, which says that it is halted and goes on afterwards", () => {
    const { rig, shares } = holding();
    rig.status("SPY", "halted", { words: "Trading Halt, LUDP" });
    kill(rig, "flatten");
    sweep(rig, [], [position(shares)]);
    expect(closingsOf(rig)).toEqual([]);
    rig.pass(1_000);
    sweep(rig, [], [position(shares)]);
    expect(rig.state.kill).toMatchObject({
      stage: "residual",
      residual: [{ why: expect.stringMatching(/SPY is halted .*goes on when the market resumes/) }],
    });
    rig.time += 60_000;
    rig.status("SPY", "trading");
    sweep(rig, [], [position(shares)]);
    expect(closingsOf(rig)).toMatchObject([{ side: "sell", symbol: "SPY" }]);
  });
});

function started(rig: Rig) {
  const [first] = rig.told("engine_started");
  if (first === undefined) throw new Error("the rig did not start");
  return { ...first, haltedBecause: "", latch: null };
}

describe("a circuit breaker of the whole market", () => {
  test("M09 holds every symbol, is told once, and ends for each by its own word or a trade", () => {
    const rig = quoted();
    const words = "Trading Halt, MWC1 Market Wide Circuit Breaker Halt - Level 1";
    const other = [...rig.views.markets.keys()].find((symbol) => symbol !== SPY) ?? "none";
    for (const symbol of [other, "SPY"]) rig.status(symbol, "halted", { words, marketWide: true });
    expect(alertsOf(rig).filter((sentence) => sentence.includes("whole market"))).toHaveLength(1);
    rig.wish("SPY", 1);
    expect(denialsOf(rig)).toMatchObject([{ code: "trading_halt", halt: { symbol: null } }]);
    rig.time += 900_000;
    rig.status(other, "trading");
    quoteLater(rig);
    rig.wish("SPY", 1);
    expect(denialsOf(rig)).toMatchObject([{ code: "trading_halt", halt: { symbol: SPY } }]);
    rig.status("SPY", "trading");
    quoteLater(rig);
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });
});

describe("after the stream was away", () => {
  function back(): Rig {
    const rig = quoted();
    rig.give({ kind: "connection", channel: "market_data", up: false, reason: "cut" });
    rig.time += 5_000;
    rig.give({ kind: "connection", channel: "market_data", up: true, reason: "" });
    quoteLater(rig);
    return rig;
  }

  test("M09 a symbol's status is unknown, whatever is quoted, until it is traded", () => {
    const rig = back();
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(denialsOf(rig)).toEqual([
      { code: "market_condition", symbol: SPY, condition: "status_unknown" },
    ]);
    rig.print("SPY", "100.01", { venueAt: rig.time - 5_000 });
    expect(rig.wish("SPY", 1)).toEqual([]);
    rig.print("SPY", "100.01", { conditions: ["Z"] });
    expect(rig.wish("SPY", 1)).toEqual([]);
    rig.print("SPY", "100.01");
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });

  test("M09 a halt whose end was not heard ends by a trade, and then waits for a quote", () => {
    const rig = quoted();
    rig.status("SPY", "halted");
    rig.print("SPY", "100.01");
    expect(rig.state.halts[SPY]).toBeDefined();
    rig.give({ kind: "stream_gap", channel: "market_data", reason: "lost" });
    rig.time += 1_000;
    rig.print("SPY", "100.01");
    expect(rig.told("halt_ended")).toMatchObject([{ symbol: SPY }]);
    rig.wish("SPY", 1);
    expect(rig.told("order_approved")).toHaveLength(1);
  });

  test("M08 the minutes that nobody brought are named, and no bar takes their place", () => {
    const rig = quoted();
    rig.print("SPY", "100.01");
    rig.give({ kind: "connection", channel: "market_data", up: false, reason: "cut" });
    rig.pass(130_000);
    rig.give({ kind: "connection", channel: "market_data", up: true, reason: "" });
    expect(rig.told("bars_missing")).toMatchObject([{ to: rig.time - (rig.time % 60_000) }]);
    expect(rig.told("bar_closed").map(({ bar }) => bar.complete)).toEqual([false]);
  });
});

describe("limit bands", () => {
  function banded(lower: string, upper: string): Rig {
    const rig = quoted();
    const bands = { symbol: SPY, venueAt: rig.time, lower: price(lower), upper: price(upper) };
    rig.give({ kind: "price_bands", bands: { ...bands, inForce: true } });
    return rig;
  }

  test("M09 deny an order priced beyond them", () => {
    const rig = banded("95.00", "100.03");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(denialsOf(rig)).toMatchObject([{ code: "price_band", upper: price("100.03") }]);
  });

  test("M09 a quote at its band takes no new risk and is told, until it has left the band", () => {
    const rig = banded("95.00", "105.00");
    quoteLater(rig, "105.00", "105.02");
    rig.wish("SPY", 1);
    expect(denialsOf(rig)).toEqual(
      expect.arrayContaining([{ code: "market_condition", symbol: SPY, condition: "limit_state" }]),
    );
    expect(alertsOf(rig).filter((sentence) => sentence.includes("limit band"))).toHaveLength(1);
    quoteLater(rig);
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });

  test("are not in force on the next day, nor where the market suspends them", () => {
    const rig = banded("95.00", "100.03");
    const bands = { symbol: SPY, venueAt: rig.time, lower: price("95"), upper: price("100.03") };
    rig.give({ kind: "price_bands", bands: { ...bands, inForce: false } });
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });
});

describe("a halt of which nothing more is heard", () => {
  test("M09 of the whole market is ended the next day by a trade, not by the night", () => {
    const rig = quoted();
    rig.status("SPY", "halted", { marketWide: true });
    rig.time = NEXT_MORNING;
    rig.pass(250);
    expect(rig.state.marketHalt).not.toBeNull();
    rig.time += 1_000;
    rig.print("SPY", "100.01");
    expect(rig.state.marketHalt).toBeNull();
    expect(rig.state.halts[SPY]).toBeUndefined();
    quoteLater(rig);
    expect(rig.views.markets.get(SPY)?.quoteAwaitedSince).toBeNull();
  });

  test("M09 that the market repeats in the morning stands, whatever was doubted before", () => {
    const rig = quoted();
    rig.status("SPY", "halted");
    rig.time = NEXT_MORNING;
    rig.status("SPY", "halted");
    rig.pass(250);
    expect(rig.views.markets.get(SPY)?.statusDoubtedSince).toBeNull();
    expect(rig.state.halts[SPY]).toBeDefined();
  });

  test("M09 in a symbol that left the universe ends at the start, with an alert, so that it can be closed", () => {
    const rig = quoted();
    rig.status("SPY", "halted");
    const base = settings();
    rig.start({ settings: { ...base, symbols: base.symbols.filter((one) => one !== SPY) } });
    expect(rig.state.halts[SPY]).toBeUndefined();
    expect(alertsOf(rig).some((one) => one.includes("Whether SPY is still halted"))).toBe(true);
  });
});
