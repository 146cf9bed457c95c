import { describe, expect, test } from "vitest";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import { money } from "@interlock/core/number/money";
import { ticker } from "@interlock/core/ids";
import { applyEntry } from "../../src/apply.ts";
import { stateHash } from "../../src/run/state-hash.ts";
import { initialState } from "../../src/state.ts";
import { foreignOrder, Rig, settings } from "../rig.ts";

describe("a start", () => {
  test("C10 holds trading until the venue has answered and the books agree", () => {
    const rig = new Rig().start();
    expect(rig.state.trading.state).toBe("halted");
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    rig.snapshot();
    expect(rig.state.trading.state).toBe("active");
    expect(rig.wish("SPY", 1)).toHaveLength(1);
  });

  test("asks again when the venue gave no answer", () => {
    const rig = new Rig().start();
    rig.give({ kind: "venue_query_failed", what: "snapshot", reason: "503" });
    rig.pass(4_000);
    expect(rig.asked("request_snapshot")).toHaveLength(2);
  });

  test("C03 doubts an order whose answer was lost with the process, and sends it no second time", () => {
    const rig = new Rig().ready();
    rig.quote("SPY", "100.00", "100.02");
    const [intent] = rig.wish("SPY", 1);
    rig.start();
    expect(rig.state.orders[intent?.clientOrderId ?? ""]?.status).toBe("submit_unknown");
    expect(rig.asked("submit_order")).toHaveLength(1);
    expect(rig.asked("look_up_order").map(({ clientOrderId }) => clientOrderId)).toContain(
      intent?.clientOrderId,
    );
  });

  test("never uses a client order id again", () => {
    const rig = new Rig().ready();
    const ids: string[] = [];
    for (let run = 0; run < 3; run += 1) {
      rig.quote("SPY", "100.00", "100.02");
      ids.push(
        ...rig.wish("SPY", run % 2 === 0 ? 0.2 * (run + 1) : 0.1).map((one) => one.clientOrderId),
      );
      rig.time += 60_000;
      rig.ready();
    }
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("keeps the limits of an older build, and begins those that it did not have at their defaults", () => {
    const rig = new Rig().ready();
    const { limits } = rig.state;
    if (limits === null) throw new Error("no limits are in force");
    const { maxDrawdownBps: _new, ...older } = { ...limits.values, maxOrdersPerMinute: 7 };
    Object.assign(rig.state, { limits: { ...limits, values: older } });
    rig.ready();
    expect(rig.state.limits?.values.maxOrdersPerMinute).toBe(7);
    expect(rig.state.limits?.values.maxDrawdownBps).toBe(limits.values.maxDrawdownBps);
    expect(rig.told("limits_changed").at(-1)?.reason).toContain("maxDrawdownBps");
  });

  test("brings the limits of the last run down to a ceiling that was lowered below them", () => {
    const rig = new Rig().ready();
    const { limitDefaults, limitCeilings, ...rest } = settings();
    const tighter = { ...limitDefaults, maxOrdersPerMinute: 20, maxOpenOrders: 10 };
    rig.start({
      settings: {
        ...rest,
        limitDefaults: tighter,
        limitCeilings: { ...limitCeilings, ...tighter },
      },
    });
    expect(rig.state.limits).toMatchObject({ version: 2, by: "configuration" });
    expect(rig.state.limits?.values.maxOrdersPerMinute).toBe(20);
  });

  test("C11 in a crash loop stays halted until a person resumes it", () => {
    const rig = new Rig().ready({ haltedBecause: "crash_loop" });
    expect(rig.state.trading.state).toBe("halted");
    rig.command({ kind: "resume", reason: "found and mended the cause" });
    expect(rig.state.trading.state).toBe("active");
  });
});

describe("the opening balance", () => {
  test("is never taken from an account that traded while it was read: it is asked for again until it rests", () => {
    const rig = new Rig().start();
    const cash = { cash: money("100000") };
    rig.snapshot({ unsettled: true });
    rig.pass(5_000);
    rig.snapshot({ unsettled: true });
    expect(rig.state).toMatchObject({ adopted: false, recovered: false });
    expect(rig.told("alert_raised").map(({ sentence }) => sentence)).toEqual([
      expect.stringContaining("There is no opening balance yet"),
    ]);
    rig.pass(10_000);
    expect(rig.asked("request_snapshot").length).toBeGreaterThan(2);
    rig.snapshot();
    expect(rig.state).toMatchObject({ adopted: true, recovered: true, portfolio: cash });
  });
});

describe("books that differ from the venue's", () => {
  const ours = { ...new Rig().ready().state.portfolio };

  test("B25 are a break only when two answers running show it, and block the symbol", () => {
    const rig = new Rig().ready();
    const theirs = [{ symbol: ticker("SPY"), quantity: quantity("7"), averagePrice: "100" }];
    rig.snapshot({ positions: theirs });
    expect(rig.told("break_opened")).toEqual([]);
    rig.snapshot({ positions: theirs });
    expect(rig.told("break_opened").map((record) => record.break)).toMatchObject([
      { symbol: "SPY", venue: "7 shares" },
    ]);
    rig.quote("SPY", "100.00", "100.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(
      rig
        .told("order_denied")
        .at(-1)
        ?.denials.map(({ code }) => code),
    ).toContain("reconciliation_break");
    rig.quote("IBM", "50.00", "50.02");
    expect(rig.wish("IBM", 1)).toHaveLength(1);
  });

  test("B25 are never made equal by an event that did not happen", () => {
    const rig = new Rig().ready();
    const theirs = [{ symbol: ticker("SPY"), quantity: quantity("7"), averagePrice: "100" }];
    for (let times = 0; times < 5; times += 1) rig.snapshot({ positions: theirs });
    expect(rig.told("fill_booked")).toEqual([]);
    expect(rig.state.portfolio.positions[ticker("SPY")]).toBeUndefined();
    expect(rig.state.portfolio.cash).toBe(ours.cash);
  });

  test("close the break when the venue's answer agrees again", () => {
    const rig = new Rig().ready();
    const theirs = [{ symbol: ticker("SPY"), quantity: quantity("7"), averagePrice: "100" }];
    rig.snapshot({ positions: theirs });
    rig.snapshot({ positions: theirs });
    rig.snapshot();
    expect(rig.told("break_closed")).toHaveLength(1);
    expect(rig.state.breaks).toEqual({});
  });

  test("are not compared while fills were booked in between: the venue is asked again", () => {
    const rig = new Rig().ready();
    const before = rig.told("reconciled").length;
    const { give } = rig;
    rig.time += 4_000;
    const asked = rig.asked("request_snapshot").length;
    const stale = { ...lastSnapshot(rig), fillsBookedBefore: 99 };
    give.call(rig, stale);
    expect(rig.told("reconciled")).toHaveLength(before);
    expect(rig.asked("request_snapshot").length).toBe(asked + 1);
  });

  test("B26 show an order of another program, count it, and never touch it", () => {
    const rig = new Rig().ready();
    rig.snapshot({ openOrders: [foreignOrder()] });
    expect(
      formatQuantity(rig.views.totals.symbols[ticker("IBM")]?.openOrders.buys ?? quantity("0")),
    ).toBe("10");
    expect(rig.asked("cancel_order")).toEqual([]);
  });

  test("book the venue's charges by its own figures", () => {
    const rig = new Rig().ready();
    const charge = {
      activityId: "a1",
      kind: "FEE/TAF",
      amount: money("-0.05"),
      date: "2026-06-16",
      raw: "{}",
    };
    const account = lastSnapshot(rig).snapshot.account;
    rig.snapshot({ charges: [charge], account: { ...account, cash: money("99999.95") } });
    rig.snapshot({ charges: [charge] });
    expect(rig.told("charge_booked")).toHaveLength(1);
    expect(rig.state.portfolio.cash).toBe(money("99999.95"));
    expect(rig.state.breaks).toEqual({});
  });
});

function lastSnapshot(rig: Rig) {
  const { portfolio } = rig.state;
  const account = {
    accountId: "account",
    accountNumber: "PA1",
    status: "ACTIVE",
    cash: portfolio.cash,
    equity: portfolio.cash,
    lastEquity: portfolio.cash,
    buyingPower: portfolio.cash,
    accruedFees: money("0"),
    tradingBlocked: false,
  };
  const snapshot = {
    account,
    positions: [],
    openOrders: [],
    closedOrders: [],
    executions: [],
    charges: [],
    venueAt: rig.time,
  };
  return {
    kind: "venue_snapshot" as const,
    purpose: "continuous" as const,
    fillsBookedBefore: 0,
    snapshot,
  };
}

test("applying the records gives the same state, byte for byte, as deciding did", () => {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error("no order");
  rig.accept(intent);
  rig.fill(intent, { id: "x1", quantity: "10", price: "100.01" });
  rig.command({ kind: "kill", mode: "cancel", reason: "", includeStops: false });
  rig.pass(61_000);
  const again = initialState();
  for (const entry of rig.entries) applyEntry(again, entry);
  expect(stateHash(again)).toBe(stateHash(rig.state));
});
