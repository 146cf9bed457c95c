import { describe, expect, test } from "vitest";
import { executionId, ticker } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { applyEntry } from "../../src/apply.ts";
import { stateHash } from "../../src/run/state-hash.ts";
import { initialState } from "../../src/state.ts";
import { foreignOrder, MORNING, Rig, venueOrder } from "../rig.ts";
import { expectSoundRecords } from "./sound-records.ts";

const SPY = ticker("SPY");

function bought(): { readonly rig: Rig; readonly intent: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  return { rig, intent };
}

const held = (rig: Rig) =>
  formatQuantity(rig.state.portfolio.positions[SPY]?.quantity ?? quantity("0"));
const reserved = (rig: Rig) =>
  formatQuantity(rig.views.totals.symbols[SPY]?.openOrders.buys ?? quantity("0"));
const lastDenial = (rig: Rig) =>
  rig
    .told("order_denied")
    .at(-1)
    ?.denials.map(({ code }) => code) ?? [];

function refuse(rig: Rig, { clientOrderId }: OrderIntent, code: string): void {
  const answer = { outcome: "rejected" as const, code, message: "refused", raw: "{}" };
  rig.give({ kind: "submit_answered", clientOrderId, answer });
}

describe("an order that the venue does not take", () => {
  test.each([
    ["B01", "http_429"],
    ["B10", "40310000"],
    ["B11", "42210000"],
  ])("%s is over, frees its reservation and is not sent again (%s)", (_row, code) => {
    const { rig, intent } = bought();
    refuse(rig, intent, code);
    expect(rig.state.orders[intent.clientOrderId]?.status).toBe("rejected");
    expect(reserved(rig)).toBe("0");
    for (let second = 0; second < 30; second += 1) rig.pass(1_000);
    expect(rig.asked("submit_order")).toHaveLength(1);
    expectSoundRecords(rig);
  });

  test("B30 after it was accepted ends as rejected and frees its reservation", () => {
    const { rig, intent } = bought();
    rig.accept(intent);
    expect(reserved(rig)).toBe(formatQuantity(intent.quantity));
    rig.report(intent, { status: "rejected", venueStatus: "rejected" });
    expect(rig.state.orders[intent.clientOrderId]?.status).toBe("rejected");
    expect(reserved(rig)).toBe("0");
    expectSoundRecords(rig);
  });

  test("B09 because the key was revoked is not tried in a loop: the breaker trips and stays so", () => {
    const rig = new Rig().ready();
    const most = rig.state.limits?.values.breakerRejectsMax ?? 0;
    for (let times = 0; times < 3 * most; times += 1) {
      rig.time += 1_100;
      rig.quote("SPY", "100.00", "100.02");
      for (const intent of rig.wish("SPY", times % 2 === 0 ? 0.5 : -0.5))
        refuse(rig, intent, "http_401");
    }
    expect(rig.asked("submit_order").length).toBeLessThanOrEqual(most);
    expect(rig.state.trading.state).not.toBe("active");
    expect(rig.told("guard_tripped").map(({ guard }) => guard)).toContain("circuit_breaker");
    expectSoundRecords(rig);
  });
});

describe("a fill", () => {
  test("B32 beyond the order's quantity is booked, flagged, and blocks its symbol", () => {
    const { rig, intent } = bought();
    rig.accept(intent);
    const whole = formatQuantity(intent.quantity);
    rig.fill(intent, { id: "x1", quantity: whole, price: "100.01" });
    rig.fill(intent, { id: "x2", quantity: "1", price: "100.01" });
    expect(held(rig)).toBe(String(Number(whole) + 1));
    expect(rig.told("break_opened").map((record) => record.break.symbol)).toEqual(["SPY"]);
    // At a lower price the same target asks for more shares.
    rig.quote("SPY", "97.00", "97.02");
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(lastDenial(rig)).toContain("reconciliation_break");
    expect(rig.told("alert_raised").map(({ severity }) => severity)).toContain("critical");
  });

  test("S05 reported again after a restart is booked once", () => {
    const { rig, intent } = bought();
    rig.accept(intent);
    rig.fill(intent, { id: "x1", quantity: "10", price: "100.01" });
    rig.ready();
    rig.fill(intent, { id: "x1", quantity: "10", price: "100.01" });
    expect(rig.told("fill_booked")).toHaveLength(1);
    expect(held(rig)).toBe("10");
    expectSoundRecords(rig);
  });

  test("S13 whose clock is years off is booked once, with the venue's word for its time", () => {
    const { rig, intent } = bought();
    rig.accept(intent);
    for (const [id, venueAt] of [
      ["past", Date.UTC(1970, 0, 1)],
      ["future", Date.UTC(2106, 0, 1)],
    ] as const) {
      const order = venueOrder(intent, { status: "partially_filled" });
      const execution = {
        executionId: executionId(id),
        quantity: quantity("1"),
        price: price("100.01"),
      };
      const report = {
        event: "partial_fill" as const,
        venueEvent: "partial_fill",
        order,
        execution,
        reason: "",
        venueAt,
        raw: "{}",
      };
      rig.give({ kind: "execution_report", report });
      rig.give({ kind: "execution_report", report });
    }
    expect(rig.told("fill_booked").map(({ fill }) => fill.executionId)).toEqual(["past", "future"]);
    expect(rig.state.time).toBeLessThan(MORNING + 60_000);
    expect(held(rig)).toBe("2");
    expectSoundRecords(rig);
  });
});

describe("a report", () => {
  test("S12 of an order that we never sent counts as another program's and books no order of ours", () => {
    const rig = new Rig().ready();
    const order = foreignOrder({ filledQuantity: quantity("4"), status: "partially_filled" });
    const execution = {
      executionId: executionId("f1"),
      quantity: quantity("4"),
      price: price("100"),
    };
    rig.give({
      kind: "execution_report",
      report: {
        event: "partial_fill",
        venueEvent: "partial_fill",
        order,
        execution,
        reason: "",
        venueAt: rig.time,
        raw: "{}",
      },
    });
    expect(rig.told("external_order_seen")).toHaveLength(1);
    expect(rig.told("fill_booked").map(({ fill }) => fill.strategyId)).toEqual([null]);
    expect(Object.keys(rig.state.orders)).toEqual([]);
    expect(rig.asked("cancel_order")).toEqual([]);
  });

  test("S16 from a server with an older picture takes nothing back", () => {
    const { rig, intent } = bought();
    rig.accept(intent);
    rig.fill(intent, { id: "x1", quantity: "10", price: "100.01" });
    const before = rig.state.orders[intent.clientOrderId];
    const booked = { filled: before?.filledQuantity, status: before?.status };
    rig.report(intent, { filledQuantity: quantity("0"), status: "accepted", updatedAt: MORNING });
    rig.snapshot({
      openOrders: [venueOrder(intent, { filledQuantity: quantity("0"), status: "accepted" })],
    });
    const after = rig.state.orders[intent.clientOrderId];
    expect({ filled: after?.filledQuantity, status: after?.status }).toEqual(booked);
    expect(held(rig)).toBe("10");
    expectSoundRecords(rig);
  });

  test("B13 that a cancel was taken ends nothing: the fill that wins is booked", () => {
    const { rig, intent } = bought();
    rig.accept(intent);
    rig.command({ kind: "kill", mode: "cancel", reason: "", includeStops: false });
    const venueOrderId = venueOrder(intent).venueOrderId;
    rig.give({ kind: "cancel_answered", venueOrderId, outcome: "accepted", message: "" });
    expect(rig.state.orders[intent.clientOrderId]?.terminalAt).toBeNull();
    rig.fill(intent, {
      id: "x1",
      quantity: formatQuantity(intent.quantity),
      price: "100.01",
    });
    expect(rig.state.orders[intent.clientOrderId]?.status).toBe("filled");
    expectSoundRecords(rig);
  });
});

describe("a consumer that stalled", () => {
  test("S15 takes no new risk on what it finds in its queue, and trades again on a quote of now", () => {
    const rig = new Rig().ready();
    rig.quote("SPY", "100.00", "100.02");
    const seenAt = rig.time;
    rig.time += 30_000;
    wishOnQuoteOf(rig, seenAt + 1);
    expect(rig.asked("submit_order")).toEqual([]);
    expect(lastDenial(rig)).toContain("quote_age");
    rig.time += 5_000;
    wishOnQuoteOf(rig, rig.time);
    expect(rig.asked("submit_order")).toHaveLength(1);
    expectSoundRecords(rig);
  });

  /** A strategy's wish on a quote that the venue made at a time. */
  function wishOnQuoteOf(rig: Rig, venueAt: number): void {
    const runtime = rig.views.strategies[0];
    if (runtime === undefined) throw new Error("the rig has no strategy");
    const signal = { symbol: SPY, target: 1, reason: "test", horizonMs: null };
    const { instance } = runtime;
    Object.assign(runtime, { instance: { ...instance, onQuote: () => signal } });
    const sides = { bid: price("100.00"), bidSize: 500, ask: price("100.02"), askSize: 500 };
    rig.give({ kind: "quote", quote: { symbol: SPY, venueAt, ...sides } });
    Object.assign(runtime, { instance });
  }
});

test("S14 in a burst of 50,000 quotes every report of an order among them is booked, and in its place", () => {
  const { rig, intent } = bought();
  rig.accept(intent);
  const whole = Number(intent.quantity) / 1e9;
  for (let event = 1; event <= 50_000; event += 1) {
    rig.time += event % 50 === 0 ? 1 : 0;
    rig.quote("SPY", "100.00", event % 2 === 0 ? "100.02" : "100.03");
    const share = event / 500;
    if (Number.isInteger(share) && share <= whole)
      rig.fill(intent, { id: `x${share}`, quantity: "1", price: "100.02" });
  }
  const booked = rig.told("fill_booked").map(({ fill }) => fill.executionId);
  expect(booked).toEqual(Array.from({ length: whole }, (_, index) => `x${index + 1}`));
  expect(rig.state.orders[intent.clientOrderId]?.status).toBe("filled");
  expectSoundRecords(rig);
});

describe("every prefix of a journal", () => {
  function busyMorning(): Rig {
    const { rig, intent } = bought();
    rig.accept(intent);
    rig.fill(intent, { id: "x1", quantity: "10", price: "100.01" });
    rig.fill(intent, { id: "x2", quantity: "7", price: "100.02" });
    const limits = rig.state.limits;
    if (limits === null) throw new Error("limits are in force from the start on");
    rig.command({
      kind: "change_limits",
      baseVersion: limits.version,
      values: { maxOrderQuantity: "50", maxOpenOrders: "3" },
      reason: "tighter",
    });
    rig.fill(intent, { id: "x3", quantity: "2", price: "100.02" });
    return rig;
  }

  test("C06 holds no fill without its position and no position without its fills", () => {
    const rig = busyMorning();
    const state = initialState();
    let filled = 0;
    for (const entry of rig.entries) {
      applyEntry(state, entry);
      for (const record of entry.records)
        if (record.kind === "fill_booked") filled += Number(record.fill.quantity);
      expect(Number(state.portfolio.positions[SPY]?.quantity ?? 0)).toBe(filled);
    }
    expect(filled).toBeGreaterThan(0);
    expect(stateHash(state)).toBe(stateHash(rig.state));
  });

  test("C09 has the old limits or the new ones, whole and with their author", () => {
    const rig = busyMorning();
    const state = initialState();
    const seen = new Set<string>();
    for (const entry of rig.entries) {
      applyEntry(state, entry);
      if (state.limits === null) continue;
      const { version, values } = state.limits;
      const { maxOrderQuantity, maxOpenOrders } = values;
      seen.add(`${version}: ${formatQuantity(maxOrderQuantity)} ${maxOpenOrders}`);
    }
    const [before, after, ...others] = [...seen];
    expect(before).toMatch(/^1: /);
    expect(after).toBe("2: 50 3");
    expect(others).toEqual([]);
    const changed = rig.told("limits_changed").at(-1);
    const answer = rig.told("command_answered").at(-1);
    expect(answer).toMatchObject({ accepted: true, actor: { name: "Ada" } });
    expect(changed?.by).toBe("Ada");
  });
});
