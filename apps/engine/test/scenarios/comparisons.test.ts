import { describe, expect, test } from "vitest";
import { executionId, ticker } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { foreignOrder, Rig, venueOrder } from "../rig.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

function stream(rig: Rig, up: boolean): void {
  rig.give({ kind: "connection", channel: "order_stream", up, reason: up ? "" : "cut" });
}

function fail(rig: Rig): void {
  rig.give({ kind: "venue_query_failed", what: "snapshot", reason: "503" });
}

const asked = (rig: Rig) => rig.asked("request_snapshot").length;
const holds = (rig: Rig) => rig.state.trading.holds.map(({ source }) => source);

function buys(rig: Rig): readonly OrderIntent[] {
  rig.quote("SPY", "100.00", "100.02");
  return rig.wish("SPY", 1);
}

describe("after the order stream was away", () => {
  test("S01 nothing new is risked until a comparison that was asked for after its return", () => {
    const rig = new Rig().ready();
    rig.time += MINUTE;
    rig.snapshot();
    stream(rig, false);
    expect(buys(rig)).toEqual([]);
    rig.time += 30 * SECOND;
    stream(rig, true);
    expect(buys(rig)).toEqual([]);
    expect(rig.state.trading.state).toBe("reducing");
    rig.snapshot();
    expect(rig.state.trading.state).toBe("active");
    expect(buys(rig)).toHaveLength(1);
  });

  test("an answer that was under way at its return proves nothing: it is asked for again", () => {
    const rig = new Rig().ready();
    rig.pass(31 * SECOND);
    const before = asked(rig);
    rig.time += SECOND;
    stream(rig, false);
    rig.time += 2 * SECOND;
    stream(rig, true);
    rig.snapshot();
    expect(holds(rig)).toEqual(["order_stream"]);
    rig.pass(SECOND);
    expect(asked(rig)).toBe(before + 1);
    rig.snapshot();
    expect(holds(rig)).toEqual([]);
  });

  test("a gap in it holds like a cut", () => {
    const rig = new Rig().ready();
    rig.time += MINUTE;
    rig.give({ kind: "stream_gap", channel: "order_stream", reason: "silent" });
    expect(buys(rig)).toEqual([]);
    rig.snapshot();
    expect(buys(rig)).toHaveLength(1);
  });

  test("the hold outlasts an answer that shows a difference for the first time", () => {
    const rig = new Rig().ready();
    rig.time += MINUTE;
    stream(rig, false);
    stream(rig, true);
    const theirs = [{ symbol: ticker("SPY"), quantity: quantity("7"), averagePrice: "100" }];
    rig.snapshot({ positions: theirs });
    expect(holds(rig)).toEqual(["order_stream"]);
    rig.pass(3 * SECOND);
    rig.snapshot({ positions: theirs });
    expect(holds(rig)).toEqual([]);
    expect(Object.keys(rig.state.breaks)).toEqual(["position:SPY"]);
  });

  test("what closes a position still passes", () => {
    const rig = new Rig().ready();
    const [intent] = buys(rig);
    if (intent === undefined) throw new Error("no order");
    rig.accept(intent);
    rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.02" });
    stream(rig, false);
    rig.command({ kind: "close_position", symbol: ticker("SPY"), percent: 100 });
    expect(rig.told("order_approved").at(-1)?.intent).toMatchObject({ side: "sell" });
  });

  test("recovery is not done by an answer that was asked for before the stream was up", () => {
    const rig = new Rig();
    rig.time += SECOND;
    rig.start();
    stream(rig, false);
    rig.time += SECOND;
    stream(rig, true);
    rig.snapshot();
    expect(rig.state.recovered).toBe(false);
    rig.pass(3 * SECOND);
    rig.snapshot();
    expect(rig.state).toMatchObject({ recovered: true, trading: { state: "active" } });
  });
});

describe("when the venue does not answer", () => {
  /** Lets time pass while every snapshot fails. */
  function dead(rig: Rig, forMs: number): void {
    for (let passed = 0; passed < forMs; passed += SECOND) {
      rig.pass(SECOND);
      if (rig.views.snapshots.askedAt !== null) fail(rig);
    }
  }

  test("B31 for three times the interval of comparisons, nothing new is risked and a person is told, once", () => {
    const rig = new Rig().ready();
    dead(rig, 80 * SECOND);
    expect(buys(rig)).toHaveLength(1);
    dead(rig, 60 * MINUTE);
    expect(holds(rig)).toEqual(["reconciliation"]);
    expect(rig.state.trading.holds[0]?.reason).toContain("503");
    expect(rig.told("alert_raised")).toHaveLength(1);
    expect(rig.asked("raise_alert")).toHaveLength(1);
    rig.time += MINUTE;
    expect(buys(rig)).toEqual([]);
  });

  test("the next comparison lets trading go on", () => {
    const rig = new Rig().ready();
    dead(rig, 5 * MINUTE);
    rig.pass(20 * SECOND);
    rig.snapshot();
    expect(holds(rig)).toEqual([]);
    expect(buys(rig)).toHaveLength(1);
  });

  test("its REST interface is shown as down from the first failure, and as up from the first answer", () => {
    const rig = new Rig().start();
    expect(rig.state.connections.venue_rest).toBe(false);
    rig.snapshot();
    expect(rig.state.connections.venue_rest).toBe(true);
    fail(rig);
    expect(rig.told("connection_changed").at(-1)).toMatchObject({
      channel: "venue_rest",
      up: false,
      reason: "503",
    });
    rig.give({ kind: "venue_swept", killId: "", openOrders: [], positions: [] });
    expect(rig.state.connections.venue_rest).toBe(true);
  });

  test("a night between two inputs is no silence of the venue", () => {
    const rig = new Rig().ready();
    rig.pass(20 * 3_600 * SECOND);
    expect(holds(rig)).toEqual([]);
    rig.snapshot();
    expect(rig.told("alert_raised")).toEqual([]);
  });
});

describe("the venue is not asked more often than it can bear", () => {
  test("for an order in doubt: after a second, then less and less often, at last every ten seconds", () => {
    const rig = new Rig().ready();
    const [intent] = buys(rig);
    const { clientOrderId } = intent ?? {};
    if (clientOrderId === undefined) throw new Error("no order");
    const answer = { outcome: "unknown" as const, reason: "timeout", raw: "" };
    rig.give({ kind: "submit_answered", clientOrderId, answer });
    const times: number[] = [];
    for (let passed = 0; passed < 46 * SECOND; passed += 250) {
      const evidence = { found: "unknown" as const, reason: "503" };
      rig.give({ kind: "order_looked_up", clientOrderId, evidence });
      const before = rig.asked("look_up_order").length;
      rig.pass(250);
      if (rig.asked("look_up_order").length > before) times.push((passed + 250) / SECOND);
    }
    expect(times).toEqual([1, 3, 7, 15, 25, 35, 45]);
  });

  test("for everything: two seconds lie between two questions, whatever asks for them", () => {
    const rig = new Rig().ready();
    const [intent] = buys(rig);
    if (intent === undefined) throw new Error("no order");
    rig.accept(intent);
    const ahead = { filledQuantity: quantity("10"), status: "partially_filled" as const };
    rig.time += MINUTE;
    rig.report(intent, { ...ahead, venueStatus: "partially_filled" });
    const before = asked(rig);
    for (let times = 0; times < 20; times += 1) {
      rig.pass(250);
      rig.snapshot({ openOrders: [venueOrder(intent, ahead)] });
    }
    expect(asked(rig) - before).toBeLessThanOrEqual(3);
    expect(asked(rig) - before).toBeGreaterThanOrEqual(1);
  });

  test("for everything, after failures: longer and longer, up to sixteen seconds", () => {
    const rig = new Rig().ready();
    rig.pass(31 * SECOND);
    const before = asked(rig);
    for (let passed = 0; passed < 10 * MINUTE; passed += 250) {
      if (rig.views.snapshots.askedAt !== null) fail(rig);
      rig.pass(250);
    }
    expect(asked(rig) - before).toBeLessThan(45);
    expect(asked(rig) - before).toBeGreaterThan(30);
  });

  test("at a start whose simulated tape stands still, until the venue has answered", () => {
    const rig = new Rig().start();
    fail(rig);
    for (let ticks = 0; ticks < 20; ticks += 1) rig.give({ kind: "clock" });
    expect(asked(rig)).toBe(2);
    rig.snapshot();
    expect(rig.state.recovered).toBe(true);
  });
});

describe("the first look at an account", () => {
  test("goes back a few days only: positions and cash come from the account itself", () => {
    const rig = new Rig().start();
    const [first] = rig.asked("request_snapshot");
    expect(rig.time - (first?.since ?? 0)).toBe(3 * 24 * 60 * MINUTE);
  });

  test("books none of the executions that it finds: the opening balance holds them", () => {
    const rig = new Rig().start();
    const old = {
      executionId: executionId("old"),
      quantity: quantity("5"),
      price: price("100.00"),
      venueOrderId: foreignOrder().venueOrderId,
      symbol: ticker("SPY"),
      side: "buy" as const,
      venueAt: rig.time - MINUTE,
      raw: "{}",
    };
    rig.snapshot({ executions: [old] });
    expect(rig.told("fill_booked")).toEqual([]);
  });
});

test("B21 an account on which the venue blocks trading takes no new risk until the venue lifts the block", () => {
  const rig = new Rig().start();
  const account = {
    accountId: "account",
    accountNumber: "PA1",
    status: "ACCOUNT_CLOSED",
    cash: money("100000"),
    equity: money("100000"),
    lastEquity: money("100000"),
    buyingPower: money("400000"),
    accruedFees: money("0"),
    tradingBlocked: true,
  };
  rig.snapshot({ account });
  expect(rig.state.trading.state).toBe("reducing");
  expect(rig.state.trading.holds[0]?.reason).toContain("ACCOUNT_CLOSED");
  expect(rig.told("alert_raised")).toHaveLength(1);
  expect(buys(rig)).toEqual([]);
  rig.pass(31 * SECOND);
  rig.snapshot();
  expect(buys(rig)).toHaveLength(1);
});
