import { describe, expect, test } from "vitest";
import { executionId, ticker } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { evidenceIdOf } from "@interlock/core/reconciliation/break";
import { applyEntry } from "../../src/apply.ts";
import { initialState } from "../../src/state.ts";
import { account, bought, foreignFill, position, SPY, twice } from "../breaks.ts";
import { foreignOrder, Rig, settings, venueOrder } from "../rig.ts";

const SECOND = 1_000;
const only = (rig: Rig) => Object.values(rig.state.breaks)[0];
const wishes = (rig: Rig, symbol: string, target = -1): readonly OrderIntent[] => {
  rig.time += 61 * SECOND;
  rig.quote(symbol, "100.00", "100.02");
  return rig.wish(symbol, target);
};

describe("a break of a position", () => {
  test("B25 holds both sides: our orders with their executions, and the venue's own message", () => {
    const { rig, intent } = bought();
    twice(rig, { positions: [position("7", "99.5")] });
    expect(only(rig)).toMatchObject({
      breakId: "position:SPY",
      kind: "position",
      evidence: {
        revision: 1,
        ours: {
          quantity: intent.quantity,
          averagePrice: price("100.02"),
          orders: [{ clientOrderId: intent.clientOrderId, executionIds: ["x1"], side: "buy" }],
        },
        venue: {
          quantity: quantity("7"),
          averagePrice: price("99.5"),
          raw: ['{"symbol":"SPY","qty":"7"}'],
        },
      },
    });
  });

  test("of a position that the venue does not list says so", () => {
    const { rig } = bought();
    twice(rig, { positions: [] });
    expect(only(rig)?.evidence?.venue).toMatchObject({ quantity: quantity("0") });
    expect(only(rig)?.evidence?.venue.raw[0]).toContain("does not name");
  });

  test("stops new risk in its symbol and in no other", () => {
    const { rig } = bought();
    twice(rig, { positions: [position("7")] });
    const before = rig.told("order_denied").length;
    expect(wishes(rig, "IBM")).toHaveLength(1);
    rig.wish("SPY", 1);
    const denials = rig.told("order_denied").slice(before);
    for (const { denials: codes } of denials)
      expect(codes.map(({ code }) => code)).toContain("reconciliation_break");
  });

  test("follows the venue while it is open: what changed is told with new evidence, the same is not told twice", () => {
    const { rig } = bought();
    twice(rig, { positions: [position("7")] });
    const seen = only(rig);
    twice(rig, { positions: [position("7")] });
    expect(rig.told("break_changed")).toEqual([]);
    twice(rig, { positions: [position("9")] });
    expect(rig.told("break_changed")).toHaveLength(1);
    expect(only(rig)).toMatchObject({ venue: "9 shares", evidence: { revision: 2 } });
    expect(only(rig)?.openedAt).toBe(seen?.openedAt);
    if (seen !== undefined) expect(evidenceIdOf(seen)).not.toBe(evidenceIdOf(only(rig) ?? seen));
  });

  test("is kept with the day's closed ones when the venue's own answer ends it", () => {
    const { rig } = bought();
    twice(rig, { positions: [position("7")] });
    twice(rig, {});
    expect(rig.state.breaks).toEqual({});
    expect(rig.state.closedBreaks).toMatchObject([
      { break: { breakId: "position:SPY" }, by: null, how: expect.stringContaining("agrees") },
    ]);
  });
});

test("a break of cash stops new risk in every symbol", () => {
  const rig = new Rig().ready();
  twice(rig, { account: account(rig, "99000") });
  expect(only(rig)).toMatchObject({
    kind: "cash",
    symbol: null,
    evidence: {
      ours: { cash: money("100000") },
      venue: { cash: money("99000"), raw: ['{"cash":"99000"}'] },
    },
  });
  expect(wishes(rig, "IBM")).toEqual([]);
  expect(wishes(rig, "SPY")).toEqual([]);
});

describe("an execution of an order that is not ours", () => {
  test("is booked, for it is a fact, and is a break in its symbol with the venue's message", () => {
    const rig = new Rig().ready();
    foreignFill(rig, "f1");
    expect(rig.state.portfolio.positions[ticker("IBM")]?.quantity).toBe(quantity("10"));
    expect(only(rig)).toMatchObject({
      breakId: "external:IBM",
      kind: "external_execution",
      symbol: "IBM",
      evidence: { revision: 1, venue: { raw: ['{"f":"f1"}'] } },
    });
    expect(wishes(rig, "IBM", 1)).toEqual([]);
    expect(wishes(rig, "SPY")).toHaveLength(1);
  });

  test("adds nothing to what a strategy may close: it sells its own shares, and not one of the others", () => {
    const { rig, intent } = bought();
    foreignFill(rig, "f1", { symbol: "SPY" });
    const [closing] = wishes(rig, "SPY", -1);
    expect(closing).toMatchObject({ side: "sell", quantity: intent.quantity });
    if (closing === undefined) return;
    rig.accept(closing);
    rig.fill(closing, { id: "x2", quantity: formatQuantity(closing.quantity), price: "100.00" });
    expect(wishes(rig, "SPY", -1)).toEqual([]);
    const codes = rig
      .told("order_denied")
      .at(-1)
      ?.denials.map(({ code }) => code);
    expect(codes).toContain("reconciliation_break");
    expect(rig.state.portfolio.positions[SPY]?.quantity).toBe(quantity("10"));
  });

  test("that is reported twice is one; another one adds its message to the same break", () => {
    const rig = new Rig().ready();
    foreignFill(rig, "f1");
    foreignFill(rig, "f1");
    expect(rig.told("break_changed")).toEqual([]);
    foreignFill(rig, "f2");
    expect(only(rig)?.evidence).toMatchObject({
      revision: 2,
      venue: { raw: ['{"f":"f1"}', '{"f":"f2"}'] },
    });
    expect(rig.told("alert_raised")).toHaveLength(1);
  });

  test("stays a break although the figures agree: only a person can say that it may stay", () => {
    const rig = new Rig().ready();
    foreignFill(rig, "f1");
    twice(rig, {});
    expect(Object.keys(rig.state.breaks)).toEqual(["external:IBM"]);
  });

  test("by which our own watchdog closed a position is none: a person's kill asked for it", () => {
    const rig = new Rig().ready();
    foreignFill(rig, "f1", { clientOrderId: "kill-0123456789ab-IBM-1" });
    expect(rig.state.breaks).toEqual({});
    expect(rig.told("fill_booked")).toHaveLength(1);
  });

  test("found in the venue's log only is a break like one that was reported", () => {
    const rig = new Rig().ready();
    rig.time += 31 * SECOND;
    const execution = {
      executionId: executionId("f9"),
      venueOrderId: foreignOrder().venueOrderId,
      symbol: ticker("IBM"),
      side: "buy" as const,
      quantity: quantity("10"),
      price: price("100"),
      venueAt: rig.time - SECOND,
      raw: '{"activity":"f9"}',
    };
    rig.snapshot({ executions: [execution] });
    expect(rig.told("fill_booked")).toEqual([]);
    rig.pass(5 * SECOND);
    expect(rig.asked("request_snapshot").at(-1)?.purpose).toBe("continuous");
    rig.snapshot({ executions: [execution] });
    expect(only(rig)).toMatchObject({ kind: "external_execution" });
  });

  test("is not one that came while the venue's answer was gathered and is of an order of ours", () => {
    const rig = new Rig().ready();
    rig.quote("SPY", "100.00", "100.02");
    const [intent] = rig.wish("SPY", 1);
    if (intent === undefined) throw new Error("no order");
    const order = venueOrder(intent, { filledQuantity: quantity("5"), status: "partially_filled" });
    const execution = {
      executionId: executionId("f1"),
      venueOrderId: order.venueOrderId,
      symbol: SPY,
      side: "buy" as const,
      quantity: quantity("5"),
      price: price("100.02"),
      venueAt: rig.time,
      raw: "{}",
    };
    rig.snapshot({ executions: [execution], openOrders: [] });
    rig.accept(intent);
    rig.pass(5 * SECOND);
    rig.snapshot({ executions: [execution], openOrders: [order] });
    expect(rig.state.breaks).toEqual({});
    expect(rig.state.orders[intent.clientOrderId]?.filledQuantity).toBe(quantity("5"));
  });
});

test("B32 an overfill is booked, told, and a break of its order with the message that told it", () => {
  const { rig, intent } = bought();
  rig.fill(intent, { id: "x2", quantity: "3", price: "100.02" });
  expect(rig.state.portfolio.positions[SPY]?.quantity).toBe(quantity("52"));
  expect(only(rig)).toMatchObject({
    kind: "overfill",
    symbol: "SPY",
    venue: "overfill: 52 shares filled",
    evidence: { venue: { raw: ["{}"] }, ours: { orders: [{ executionIds: ["x1", "x2"] }] } },
  });
  expect(rig.told("alert_raised").at(-1)?.severity).toBe("critical");
});

describe("journals from before evidence was kept", () => {
  const old = {
    breakId: "position:SPY",
    symbol: SPY,
    kind: "position" as const,
    ours: "49 shares",
    venue: "7 shares",
    openedAt: 1,
  };

  test("are read", () => {
    const state = initialState();
    const records = [{ kind: "break_opened" as const, break: old }];
    applyEntry(state, { v: 1, seq: 1, input: 1, time: 1, records });
    expect(state.breaks).toEqual({ "position:SPY": old });
  });

  test("get the evidence at the next comparison", () => {
    const { rig } = bought();
    Object.assign(rig.state.breaks, { "position:SPY": old });
    rig.start({ settings: settings() });
    rig.snapshot({ positions: [position("7")] });
    expect(only(rig)).toMatchObject({ openedAt: 1, evidence: { revision: 1 } });
  });
});
