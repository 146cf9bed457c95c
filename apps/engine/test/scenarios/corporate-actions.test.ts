import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { formatMoney, money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import { averageEntryPrice } from "@interlock/core/position/position";
import { evidenceIdOf } from "@interlock/core/reconciliation/break";
import { applyEntry } from "../../src/apply.ts";
import { stateHash } from "../../src/run/state-hash.ts";
import { initialState } from "../../src/state.ts";
import { SPY } from "../breaks.ts";
import {
  AFTER_OPEN,
  announce,
  cashInLieu,
  dayNet,
  EX_DATE,
  heldOverNight,
  morning,
  PRE_MARKET,
  tenForOne,
  venueHolds,
  warnings,
} from "../corporate.ts";
import type { Rig } from "../rig.ts";

const held = (rig: Rig, symbol = SPY) => rig.state.portfolio.positions[symbol];
const shares = (rig: Rig, symbol = SPY) =>
  formatQuantity(held(rig, symbol)?.quantity ?? quantity("0"));
const average = (rig: Rig) => {
  const position = held(rig);
  return position === undefined ? null : averageEntryPrice(position);
};
const codes = (rig: Rig) =>
  rig
    .told("order_denied")
    .at(-1)
    ?.denials.map(({ code }) => code);

describe("on the day of a split", () => {
  test("M10 our resting orders are canceled before the open, with the reason", () => {
    const rig = heldOverNight(tenForOne());
    rig.state.limits = {
      ...(rig.state.limits ?? never()),
      values: { ...limits(rig), sessions: ["post"] },
    };
    rig.quote("SPY", "109.99", "110.01");
    const [exit] = rig.wish("SPY", 0);
    if (exit === undefined) throw new Error(JSON.stringify(codes(rig)));
    rig.accept(exit);
    rig.time = Date.UTC(2026, 5, 17, 4, 0, 0);
    rig.give({ kind: "clock" });
    expect(rig.asked("cancel_order")).toHaveLength(1);
    expect(rig.told("order_advanced").at(-1)).toMatchObject({
      clientOrderId: exit.clientOrderId,
      event: { kind: "cancel_requested", reason: expect.stringContaining("10-for-1 split") },
    });
    rig.pass(1_000);
    expect(rig.asked("cancel_order")).toHaveLength(1);
  });

  test("people are told when the day begins, and no order but a person's closing passes", () => {
    const rig = morning(heldOverNight(tenForOne()));
    expect(warnings(rig).at(-1)?.sentence).toMatch(/SPY has its 10-for-1 split today: 49 shares/);
    rig.snapshot({ positions: [venueHolds("49", "100.02")] });
    rig.time = AFTER_OPEN;
    rig.quote("SPY", "10.99", "11.01");
    rig.wish("SPY", 0.1);
    expect(codes(rig)).toContain("corporate_action");
    rig.wish("SPY", 0);
    expect(codes(rig)).toEqual(["corporate_action"]);
    rig.command({ kind: "close_position", symbol: SPY, percent: 100 });
    expect(rig.asked("submit_order").at(-1)?.order.intent).toMatchObject({ purpose: "operator" });
  });

  test("a price of the new scale is no loss: no stop-loss fires, no breaker trips, the P&L goes on", () => {
    const rig = morning(heldOverNight(tenForOne()));
    rig.snapshot({ positions: [venueHolds("49", "100.02")] });
    for (const at of [0, 2_000, 4_000]) {
      rig.time = AFTER_OPEN + at;
      rig.quote("SPY", "10.99", "11.01");
    }
    expect(rig.told("guard_tripped")).toEqual([]);
    expect(rig.told("stop_fired")).toEqual([]);
    expect(dayNet(rig)).toBe("0.00");
    rig.time += 2_000;
    rig.quote("SPY", "10.89", "10.91");
    expect(dayNet(rig)).toBe("-49.00");
  });

  test("M10 the position is booked only when the venue shows it: same cost, same P&L, no fill, no break", () => {
    const rig = morning(heldOverNight(tenForOne()));
    const cost = held(rig)?.costBasis;
    const { cash } = rig.state.portfolio;
    rig.snapshot({ positions: [venueHolds("49", "100.02")] });
    expect(shares(rig)).toBe("49");
    rig.time = AFTER_OPEN;
    rig.quote("SPY", "10.99", "11.01");
    const before = dayNet(rig);
    rig.snapshot({ positions: [venueHolds("490", "10.002")] });
    expect([shares(rig), average(rig)]).toEqual(["490", price("10.002")]);
    expect(held(rig)?.costBasis).toBe(cost);
    expect(rig.state.portfolio.cash).toBe(cash);
    expect(rig.state.breaks).toEqual({});
    expect(rig.told("fill_booked")).toHaveLength(1);
    expect(dayNet(rig)).toBe(before);
    rig.time += 2_000;
    rig.quote("SPY", "10.98", "11.02");
    expect(dayNet(rig)).toBe(before);
    expect(rig.told("corporate_action_booked")).toMatchObject([
      {
        announcement: expect.stringContaining("split-1"),
        venue: { quantity: quantity("490"), raw: [expect.stringContaining("490")] },
      },
    ]);
  });

  test("after it the stop-loss stands at the new price, and strategies warm up on new bars alone", () => {
    const rig = heldOverNight(tenForOne());
    expect(rig.state.bars["SPY"]?.length).toBeGreaterThan(0);
    morning(rig);
    expect(rig.state.bars["SPY"]).toBeUndefined();
    const old = { ...bar("109"), startAt: Date.UTC(2026, 5, 16, 19, 0, 0) };
    rig.give({ kind: "bars_backfilled", bars: [old, { ...bar("11"), startAt: PRE_MARKET }] });
    expect(rig.state.bars["SPY"]).toHaveLength(1);
    rig.snapshot({ positions: [venueHolds("490", "10.002")] });
    rig.time = AFTER_OPEN;
    rig.quote("SPY", "9.85", "9.87");
    rig.time += 2_000;
    rig.quote("SPY", "9.84", "9.86");
    expect(rig.told("stop_fired")).toEqual([]);
    for (const at of ["9.70", "9.69"]) {
      rig.time += 2_000;
      rig.quote("SPY", at, (Number(at) + 0.01).toFixed(2));
    }
    expect(rig.told("stop_fired")).toMatchObject([{ stop: { averageEntry: price("10.002") } }]);
  });

  test("the prior close is the converted one, also for an engine that was away over night", () => {
    const rig = heldOverNight(tenForOne());
    rig.time = AFTER_OPEN;
    rig.start();
    const named = {
      ...venueHolds("490", "10.002"),
      currentPrice: price("10.80"),
      priorClose: price("110"),
    };
    rig.snapshot({ positions: [named] });
    expect(shares(rig)).toBe("490");
    expect(rig.told("break_opened")).toEqual([]);
    rig.quote("SPY", "10.79", "10.81");
    expect(dayNet(rig)).toBe("-98.00");
  });

  test("a break that was open before the announcement was known is closed by it", () => {
    const rig = morning(heldOverNight());
    for (let times = 0; times < 2; times += 1) {
      rig.pass(31_000);
      rig.snapshot({ positions: [venueHolds("490", "10.002")] });
    }
    expect(Object.keys(rig.state.breaks)).toEqual(["position:SPY"]);
    announce(rig, tenForOne());
    rig.pass(31_000);
    rig.snapshot({ positions: [venueHolds("490", "10.002")] });
    expect(rig.state.breaks).toEqual({});
    expect(shares(rig)).toBe("490");
  });

  test("an answer that comes twice books once, and the journal alone gives the same books", () => {
    const rig = morning(heldOverNight(tenForOne()));
    for (let times = 0; times < 3; times += 1) {
      rig.snapshot({ positions: [venueHolds("490", "10.002")] });
      announce(rig, tenForOne());
      rig.pass(31_000);
    }
    expect(rig.told("corporate_action_booked")).toHaveLength(1);
    expect(shares(rig)).toBe("490");
    const state = initialState();
    for (const entry of rig.entries) applyEntry(state, JSON.parse(JSON.stringify(entry)));
    expect(stateHash(state)).toBe(stateHash(rig.state));
  });

  test("a crash between the day's beginning and the venue's answer loses nothing and books once", () => {
    const rig = morning(heldOverNight(tenForOne()));
    rig.time = AFTER_OPEN;
    rig.start();
    expect(rig.views.waitingActions.has(SPY)).toBe(true);
    rig.snapshot({ positions: [venueHolds("490", "10.002")] });
    rig.time += 60_000;
    rig.ready();
    announce(rig, tenForOne());
    expect(rig.told("corporate_action_booked")).toHaveLength(1);
    expect(rig.told("corporate_action_effective")).toHaveLength(1);
    expect(shares(rig)).toBe("490");
  });

  test("a stop-loss that fired the evening before rests, says so, and then closes all of the new shares", () => {
    const rig = heldOverNight(tenForOne());
    for (const ask of ["96.01", "96.02", "96.03"]) {
      rig.time += 2_000;
      rig.quote("SPY", "96.00", ask);
    }
    const sent = rig.asked("submit_order").map(({ order }) => order.intent);
    const closing = sent.at(-1) ?? never();
    expect(closing).toMatchObject({ purpose: "stop_loss", quantity: quantity("49") });
    rig.accept(closing);
    morning(rig);
    rig.report(closing, { status: "canceled" });
    rig.time = AFTER_OPEN;
    rig.quote("SPY", "9.60", "9.61");
    expect(rig.asked("submit_order")).toHaveLength(sent.length);
    expect(rig.told("stop_blocked").at(-1)?.sentence).toMatch(/SPY 10-for-1 split on 2026-06-17/);
    rig.snapshot({ positions: [venueHolds("490", "10.002")] });
    rig.pass(6_000);
    rig.quote("SPY", "9.60", "9.61");
    expect(rig.asked("submit_order").at(-1)?.order.intent).toMatchObject({
      purpose: "stop_loss",
      quantity: quantity("490"),
    });
  });
});

describe("a reverse split", () => {
  const oneForTwenty = tenForOne({
    venueType: "reverse_splits",
    ratio: { newShares: 1, oldShares: 20 },
  });

  test("M10 of shares that do not divide is booked with the cash that the venue paid for the fraction", () => {
    const rig = morning(heldOverNight(oneForTwenty));
    rig.snapshot({ positions: [venueHolds("2", "2000.4")] });
    expect(shares(rig)).toBe("49");
    const cash = rig.state.portfolio.cash;
    rig.snapshot({
      account: account(rig, "990"),
      positions: [venueHolds("2", "2000.4")],
      charges: [cashInLieu("990")],
    });
    expect(shares(rig)).toBe("2");
    expect(formatMoney(held(rig)?.costBasis ?? money("0"))).toBe("4000.80");
    expect(formatMoney(held(rig)?.realizedPnl ?? money("0"))).toBe("89.82");
    expect(Number(rig.state.portfolio.cash) - Number(cash)).toBe(990_000_000);
    expect(rig.state.breaks).toEqual({});
  });

  test("lets a person close only what exists on both scales: never a share too many is sold", () => {
    const rig = morning(heldOverNight(oneForTwenty));
    rig.snapshot({ positions: [venueHolds("49", "100.02")] });
    rig.time = AFTER_OPEN;
    rig.quote("SPY", "2199.90", "2200.10");
    rig.command({ kind: "close_position", symbol: SPY, percent: 100 });
    const { intent } = rig.asked("submit_order").at(-1)?.order ?? {};
    expect(intent?.quantity).toBe(quantity("2"));
  });
});

describe("when the venue shows something else", () => {
  test("it is a break with the announcement in its evidence, and adopting it ends the action", () => {
    const rig = morning(heldOverNight(tenForOne()));
    rig.time = AFTER_OPEN;
    rig.quote("SPY", "10.99", "11.01");
    for (let times = 0; times < 2; times += 1) {
      rig.pass(31_000);
      rig.quote("SPY", "10.99", "11.01");
      rig.snapshot({ positions: [venueHolds("480", "10.21")] });
    }
    const [open] = Object.values(rig.state.breaks);
    expect(open).toMatchObject({
      venue: "480 shares; announced: SPY 10-for-1 split on 2026-06-17",
      evidence: { venue: { raw: [expect.any(String), tenForOne().raw] } },
    });
    const before = dayNet(rig);
    rig.command({
      kind: "adopt_break",
      breakId: "position:SPY",
      evidenceId: open === undefined ? "" : evidenceIdOf(open),
      reason: "Alpaca kept ten shares back",
    });
    expect(shares(rig)).toBe("480");
    expect(rig.state.corporate.actions["split-1"]).toMatchObject({ phase: "ended" });
    expect(dayNet(rig)).toBe(before);
    rig.quote("SPY", "10.99", "11.01");
    expect(dayNet(rig)).toBe(before);
    expect(rig.told("stop_fired")).toEqual([]);
  });

  test("shares at the average of before are not booked", () => {
    const rig = morning(heldOverNight(tenForOne()));
    for (let times = 0; times < 2; times += 1) {
      rig.pass(31_000);
      rig.snapshot({ positions: [venueHolds("490", "100.02")] });
    }
    expect(rig.told("corporate_action_booked")).toEqual([]);
    expect(Object.keys(rig.state.breaks)).toEqual(["position:SPY"]);
  });
});

describe("other actions", () => {
  test("M11 a change of symbol carries the position over, with its cost and the day's P&L", () => {
    const renamed = tenForOne({
      kind: "name_change",
      venueType: "name_changes",
      ratio: { newShares: 1, oldShares: 1 },
      newSymbol: ticker("SPX"),
    });
    const rig = morning(heldOverNight(renamed));
    const cost = held(rig)?.costBasis;
    rig.snapshot({
      positions: [{ ...venueHolds("49", "100.02", "SPX"), currentPrice: price("109") }],
    });
    expect([shares(rig), shares(rig, ticker("SPX"))]).toEqual(["0", "49"]);
    expect(held(rig, ticker("SPX"))?.costBasis).toBe(cost);
    expect(rig.state.breaks).toEqual({});
    expect(dayNet(rig)).toBe("-49.00");
    expect(warnings(rig).at(-1)?.sentence).toMatch(/goes on as SPX/);
  });

  test("M11 a merger is never booked by itself: what the venue shows is a break for a person", () => {
    const merger = tenForOne({ kind: "merger", venueType: "cash_mergers", ratio: null });
    const rig = morning(heldOverNight(merger));
    expect(rig.views.totals.unmarked).toBe(1);
    for (let times = 0; times < 2; times += 1) {
      rig.pass(31_000);
      rig.snapshot({ positions: [] });
    }
    expect(Object.values(rig.state.breaks)).toMatchObject([
      { venue: "0 shares; announced: SPY merger for cash on 2026-06-17" },
    ]);
  });

  test("a spin-off is a break in both symbols, though the old shares agree", () => {
    const spun = tenForOne({
      kind: "spin_off",
      venueType: "spin_offs",
      ratio: { newShares: 1, oldShares: 7 },
      newSymbol: ticker("NEW"),
    });
    const rig = morning(heldOverNight(spun));
    for (let times = 0; times < 2; times += 1) {
      rig.pass(31_000);
      rig.snapshot({ positions: [venueHolds("49", "80"), venueHolds("7", "140", "NEW")] });
    }
    expect(Object.keys(rig.state.breaks).sort()).toEqual(["position:NEW", "position:SPY"]);
  });

  test("M12 a cash dividend blocks nothing: its day is known, and cash moves by the venue's log", () => {
    const dividend = tenForOne({
      kind: "cash_dividend",
      venueType: "cash_dividends",
      ratio: null,
      cashRate: price("1.5"),
    });
    const rig = morning(heldOverNight(dividend));
    expect(rig.state.corporate.actions["split-1"]).toMatchObject({ phase: "announced" });
    rig.snapshot({ positions: [venueHolds("49", "100.02")] });
    rig.time = AFTER_OPEN;
    rig.quote("SPY", "109.99", "110.01");
    rig.wish("SPY", 0);
    expect(rig.told("order_denied").at(-1)).toBeUndefined();
    expect(rig.state.corporate.actions["split-1"]?.action.exDate).toBe(EX_DATE);
  });
});

function bar(close: string) {
  const at = price(close);
  return {
    symbol: SPY,
    startAt: PRE_MARKET,
    ...{ open: at, high: at, low: at, close: at },
    ...{ volume: 100, tradeCount: 1, complete: true },
  };
}

function limits(rig: Rig) {
  return rig.state.limits?.values ?? never();
}

function account(rig: Rig, more: string) {
  const cash = Number(rig.state.portfolio.cash) / 1_000_000 + Number(more);
  return {
    accountId: "account",
    accountNumber: "PA1",
    status: "ACTIVE",
    cash: money(cash.toFixed(2)),
    equity: money("100000"),
    lastEquity: money("100000"),
    buyingPower: money("400000"),
    accruedFees: money("0"),
    tradingBlocked: false,
  };
}

function never(): never {
  throw new Error("the rig has limits");
}
