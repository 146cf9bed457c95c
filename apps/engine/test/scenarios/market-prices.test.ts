import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { holding } from "../kill-rig.ts";
import { MORNING, Rig } from "../rig.ts";

const SPY = ticker("SPY");
const MINUTE = 60_000;

const denialsOf = (rig: Rig) => rig.told("order_denied").at(-1)?.denials;
const alertsOf = (rig: Rig) => rig.told("alert_raised").map(({ sentence }) => sentence);
const markOf = (rig: Rig) => rig.views.totals.symbols[SPY]?.referencePrice;

function quoteLater(rig: Rig, bid: string, ask: string): void {
  rig.time += 1_000;
  rig.quote("SPY", bid, ask);
}

function quoted(): Rig {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  return rig;
}

describe("a crossed or locked quote", () => {
  test.each([
    ["crossed", "100.05", "100.00"],
    ["locked", "100.00", "100.00"],
  ])(
    "M03 that is %s is no reference at once, and after 5 s its symbol is untradable",
    (_, bid, ask) => {
      const rig = quoted();
      quoteLater(rig, bid, ask);
      rig.wish("SPY", 1);
      expect(denialsOf(rig)).toMatchObject([{ code: "reference_quote" }]);
      expect(alertsOf(rig)).toEqual([]);
      rig.pass(5_000);
      expect(alertsOf(rig)).toMatchObject([/crossed or locked for 5 s/]);
      quoteLater(rig, bid, ask);
      rig.wish("SPY", 1);
      expect(denialsOf(rig)?.map(({ code }) => code)).toEqual(
        expect.arrayContaining(["market_condition", "reference_quote"]),
      );
      quoteLater(rig, "100.00", "100.02");
      expect(rig.wish("SPY", 1)).toHaveLength(1);
    },
  );
});

describe("a price that jumps in one tick", () => {
  test("M05 makes no order and no mark, and is told, until the price is back", () => {
    const { rig } = holding();
    const before = markOf(rig);
    quoteLater(rig, "189.99", "190.01");
    expect(markOf(rig)).toBe(before);
    rig.wish("SPY", 0);
    expect(denialsOf(rig)).toMatchObject([{ code: "price_collar" }]);
    expect(rig.told("order_approved")).toHaveLength(1);
    expect(alertsOf(rig)).toMatchObject([/price of SPY jumped/]);
    quoteLater(rig, "100.00", "100.02");
    expect(rig.views.markets.get(SPY)).toMatchObject({ quoteDoubted: false, quoteMarks: true });
    expect(rig.told("guard_tripped")).toEqual([]);
  });

  test("M05 takes no new risk while nothing shows it", () => {
    const rig = quoted();
    quoteLater(rig, "189.99", "190.01");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(denialsOf(rig)).toEqual(
      expect.arrayContaining([{ code: "market_condition", symbol: SPY, condition: "price_jump" }]),
    );
  });

  test("M05 by a single print is in no bar, no mark and trips no breaker", () => {
    const { rig } = holding();
    rig.time += 1_000;
    rig.print("SPY", "100.01");
    rig.print("SPY", "10.00");
    rig.print("SPY", "100.02");
    rig.pass(MINUTE);
    const [bar] = rig.told("bar_closed");
    expect(bar?.bar).toMatchObject({ low: price("100.01"), high: price("100.02"), tradeCount: 3 });
    expect(rig.told("guard_tripped")).toEqual([]);
  });

  test("is the market's when a second reading shows it", () => {
    const { rig } = holding();
    quoteLater(rig, "69.99", "70.01");
    quoteLater(rig, "69.98", "70.00");
    expect(markOf(rig)).toBe(price("69.99"));
  });
});

describe("a print that is amended", () => {
  function printed(): Rig {
    const rig = quoted();
    // The minute in which the engine began is incomplete: the next one is whole.
    rig.pass(MINUTE);
    rig.print("SPY", "100.00");
    rig.print("SPY", "101.00", { size: 200 });
    return rig;
  }

  const ORIGINAL = { price: price("101.00"), size: 200, exchange: "V" };

  function amend(rig: Rig, corrected: string | null): void {
    const print = { price: price(corrected ?? "1"), size: 200, exchange: "V", conditions: ["@"] };
    const amendment = { symbol: SPY, venueAt: rig.time, original: ORIGINAL };
    rig.give({
      kind: "trade_amended",
      amendment: { ...amendment, corrected: corrected === null ? null : print },
    });
  }

  test("M06 in the running minute makes its bar anew, audited", () => {
    const rig = printed();
    amend(rig, "100.50");
    expect(rig.told("trade_amended")).toMatchObject([
      { consequence: "the running bar was made anew" },
    ]);
    rig.pass(MINUTE);
    expect(rig.told("bar_closed").at(-1)?.bar).toMatchObject({
      high: price("100.50"),
      close: price("100.50"),
      volume: 300,
      complete: true,
    });
  });

  test("M06 after its minute revises the bar, which strategies saw once", () => {
    const rig = printed();
    let seen = 0;
    const onBar = () => {
      seen += 1;
      return null;
    };
    for (const runtime of rig.views.strategies)
      Object.assign(runtime, { instance: { ...runtime.instance, onBar } });
    rig.pass(MINUTE);
    const before = seen;
    amend(rig, null);
    expect(rig.told("bar_revised")).toMatchObject([
      { bar: { high: price("100.00"), volume: 100 }, before: { high: price("101.00") } },
    ]);
    expect(rig.state.bars["SPY"]?.at(-1)).toMatchObject({ high: price("100.00") });
    expect(seen).toBe(before);
    expect(before).toBeGreaterThan(0);
  });

  test("M06 that was the mark brings the mark, and with it the P&L, to the trade that stands", () => {
    const rig = printed();
    quoteLater(rig, "80.00", "120.00");
    rig.print("SPY", "101.00", { size: 200 });
    expect(markOf(rig)).toBe(price("101.00"));
    amend(rig, "100.60");
    expect(markOf(rig)).toBe(price("100.60"));
    amend(rig, null);
    expect(markOf(rig)).toBe(price("100.60"));
  });

  test("M06 that is no longer kept is audited, and waits for the venue's revision", () => {
    const rig = quoted();
    amend(rig, null);
    expect(rig.told("trade_amended")).toMatchObject([
      { consequence: expect.stringContaining("waits for the venue's revision") },
    ]);
  });
});

describe("a bar that comes again", () => {
  const bar = {
    symbol: SPY,
    startAt: MORNING + MINUTE,
    open: price("100"),
    high: price("100.20"),
    low: price("100"),
    close: price("100.10"),
    volume: 500,
    tradeCount: 5,
    complete: true,
  };

  function closed(): Rig {
    const rig = quoted();
    rig.pass(MINUTE);
    rig.print("SPY", "100.00");
    rig.pass(MINUTE);
    return rig;
  }

  test("M07 otherwise than before is recorded beside the one that strategies saw", () => {
    const rig = closed();
    rig.give({ kind: "bar_revised", bar });
    expect(rig.told("bar_revised")).toMatchObject([
      { bar, before: { close: price("100.00") }, cause: "the venue made it anew" },
    ]);
    expect(rig.state.bars["SPY"]).toMatchObject([bar]);
  });

  test("M07 the same is nothing new, and one whose minute still runs is passed over", () => {
    const rig = closed();
    rig.give({ kind: "bar_revised", bar });
    rig.give({ kind: "bar_revised", bar });
    rig.give({ kind: "bar_revised", bar: { ...bar, startAt: bar.startAt + MINUTE } });
    expect(rig.told("bar_revised")).toHaveLength(1);
  });
});

describe("an old reference", () => {
  test("M17 denies new risk although the price moved on in trades", () => {
    const rig = quoted();
    rig.time += 60_000;
    rig.print("SPY", "103.00");
    const runtime = rig.views.strategies[0];
    const signal = { symbol: SPY, target: 1, reason: "test", horizonMs: null };
    if (runtime === undefined) throw new Error("the rig has no strategy");
    Object.assign(runtime, { instance: { ...runtime.instance, onTimer: () => signal } });
    rig.give({ kind: "clock" });
    expect(denialsOf(rig)).toMatchObject([{ code: "quote_age", ageMs: 60_000 }]);
  });
});

describe("at the edges of the regular session", () => {
  /** 09:30 and 16:00 in New York on the rig's Tuesday. */
  const OPEN = Date.UTC(2026, 5, 16, 13, 30);
  const CLOSE = Date.UTC(2026, 5, 16, 20);

  test.each([
    ["the instant before the open", OPEN - 1, 0],
    ["the open", OPEN, 1],
    ["a second before the close", CLOSE - 1_000, 1],
    ["the instant before the close", CLOSE - 1, 1],
    ["the close", CLOSE, 0],
  ])(
    "M14 %s follows the rule of its session, and no order leaks into extended hours",
    (_, at, orders) => {
      const rig = new Rig();
      rig.time = at - 60_000;
      rig.ready();
      rig.time = at;
      rig.quote("SPY", "100.00", "100.02");
      const sent = rig.wish("SPY", 1);
      expect(sent).toHaveLength(orders);
      for (const { extendedHours, timeInForce } of sent)
        expect({ extendedHours, timeInForce }).toEqual({
          extendedHours: false,
          timeInForce: "day",
        });
      if (orders === 0) expect(denialsOf(rig)).toMatchObject([{ code: "session" }]);
    },
  );
});
