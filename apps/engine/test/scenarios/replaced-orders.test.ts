import { describe, expect, test } from "vitest";
import { clientOrderId, executionId, venueOrderId } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { ExecutionReport, VenueOrder } from "@interlock/core/order/execution-report";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { applyEntry } from "../../src/apply.ts";
import { stateHash } from "../../src/run/state-hash.ts";
import { initialState } from "../../src/state.ts";
import { SPY, twice } from "../breaks.ts";
import { Rig, venueOrder } from "../rig.ts";

const NEW_ID = clientOrderId("made-by-the-venue");
const NEW_VENUE_ID = venueOrderId("v-new");

/** An order of ours for 49 SPY that works. */
function working(): { readonly rig: Rig; readonly intent: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  rig.accept(intent);
  return { rig, intent };
}

/** The order that the venue made of it when somebody replaced it there. */
function successor(intent: OrderIntent, change: Partial<VenueOrder> = {}): VenueOrder {
  const { venueOrderId: replaces } = venueOrder(intent);
  return venueOrder(intent, {
    clientOrderId: NEW_ID,
    venueOrderId: NEW_VENUE_ID,
    quantity: quantity("80"),
    replaces,
    ...change,
  });
}

function replacedBy(intent: OrderIntent): VenueOrder {
  return venueOrder(intent, {
    status: "replaced",
    venueStatus: "replaced",
    replacedBy: NEW_VENUE_ID,
  });
}

function report(rig: Rig, order: VenueOrder, change: Partial<ExecutionReport> = {}): void {
  rig.give({
    kind: "execution_report",
    report: {
      event: "other",
      venueEvent: "test",
      order,
      execution: null,
      reason: "",
      venueAt: rig.time,
      raw: '{"told":true}',
      ...change,
    },
  });
}

const openBuys = (rig: Rig) =>
  formatQuantity(rig.views.totals.symbols[SPY]?.openOrders.buys ?? quantity("0"));
const status = (rig: Rig, id: string) => rig.state.orders[id]?.status;

describe("an order of ours that somebody replaced at the venue", () => {
  test("B15 counts as the larger of the two until the venue says which of them lives", () => {
    const { rig, intent } = working();
    report(rig, successor(intent));
    expect(openBuys(rig)).toBe("80");
    expect(status(rig, intent.clientOrderId)).toBe("pending_replace");
    expect(rig.asked("look_up_order").at(-1)).toMatchObject({
      clientOrderId: intent.clientOrderId,
    });
  });

  test("B15 that became smaller counts as the old one until then", () => {
    const { rig, intent } = working();
    report(rig, successor(intent, { quantity: quantity("5") }));
    expect(openBuys(rig)).toBe("49");
    report(rig, replacedBy(intent));
    expect(openBuys(rig)).toBe("5");
  });

  test("B15 is followed by the new one, which keeps strategy and purpose and links back", () => {
    const { rig, intent } = working();
    report(rig, successor(intent));
    report(rig, replacedBy(intent));
    expect(openBuys(rig)).toBe("80");
    expect(status(rig, intent.clientOrderId)).toBe("replaced");
    expect(rig.state.orders[NEW_ID]).toMatchObject({
      status: "accepted",
      venueOrderId: NEW_VENUE_ID,
      strategyId: intent.strategyId,
      purpose: "signal",
      replaces: intent.clientOrderId,
    });
    expect(rig.state.orders[intent.clientOrderId]?.replacedBy).toBe(NEW_ID);
    expect(rig.state.external).toEqual({});
  });

  test("B15 counts until the executions that the venue counts of it are booked", () => {
    const { rig, intent } = working();
    report(rig, successor(intent));
    const traded = { ...replacedBy(intent), filledQuantity: quantity("4") };
    report(rig, traded);
    expect(status(rig, intent.clientOrderId)).toBe("pending_replace");
    expect(status(rig, NEW_ID)).toBe("accepted");
    expect(openBuys(rig)).toBe("129");
    rig.fill(intent, { id: "late", quantity: "4", price: "100.00" });
    report(rig, traded);
    expect(status(rig, intent.clientOrderId)).toBe("replaced");
    expect(openBuys(rig)).toBe("80");
  });

  test("B15 whose successor traded counts beside it until the venue shows what of it had filled", () => {
    const { rig, intent } = working();
    const order = successor(intent, { filledQuantity: quantity("30"), status: "partially_filled" });
    const execution = {
      executionId: executionId("n1"),
      quantity: quantity("30"),
      price: price("100"),
    };
    report(rig, order, { event: "partial_fill", execution });
    expect(openBuys(rig)).toBe("99");
    report(rig, { ...replacedBy(intent), filledQuantity: quantity("4") });
    expect(openBuys(rig)).toBe("99");
    rig.fill(intent, { id: "late", quantity: "4", price: "100.00" });
    report(rig, { ...replacedBy(intent), filledQuantity: quantity("4") });
    expect(openBuys(rig)).toBe("50");
    expect(status(rig, intent.clientOrderId)).toBe("replaced");
  });

  test("B15 that may have traded without a word before has the venue asked for its executions at once", () => {
    const { rig, intent } = working();
    report(rig, successor(intent));
    rig.pass(3_000);
    const before = rig.asked("request_snapshot").length;
    report(rig, replacedBy(intent));
    expect(rig.asked("request_snapshot")).toHaveLength(before + 1);
  });

  test("B15 told as replaced before its successor is known stays open until an answer names that", () => {
    const { rig, intent } = working();
    rig.pass(3_000);
    const asked = rig.asked("request_snapshot").length;
    report(rig, replacedBy(intent));
    expect(openBuys(rig)).toBe("49");
    expect(rig.asked("request_snapshot").length).toBe(asked + 1);
    rig.snapshot({ openOrders: [successor(intent)], closedOrders: [replacedBy(intent)] });
    expect(openBuys(rig)).toBe("80");
    expect(status(rig, NEW_ID)).toBe("accepted");
  });

  test("B15 whose successor fills first books the fill to the successor, once", () => {
    const { rig, intent } = working();
    const filled = successor(intent, {
      filledQuantity: quantity("30"),
      status: "partially_filled",
    });
    const execution = {
      executionId: executionId("n1"),
      quantity: quantity("30"),
      price: price("100"),
    };
    report(rig, filled, { event: "partial_fill", execution });
    report(rig, filled, { event: "partial_fill", execution });
    report(rig, replacedBy(intent));
    expect(
      rig.told("fill_booked").map(({ fill }) => [fill.clientOrderId, fill.strategyId]),
    ).toEqual([[NEW_ID, intent.strategyId]]);
    expect(openBuys(rig)).toBe("50");
    expect(rig.state.orders[NEW_ID]?.filledQuantity).toBe(quantity("30"));
  });

  test("B15 found with its executions only in the venue's lists is taken from them", () => {
    const { rig, intent } = working();
    rig.pass(31_000);
    const done = successor(intent, { filledQuantity: quantity("80"), status: "filled" });
    const execution = {
      executionId: executionId("n1"),
      quantity: quantity("80"),
      price: price("100"),
      venueOrderId: NEW_VENUE_ID,
      symbol: SPY,
      side: "buy" as const,
      venueAt: rig.time,
      raw: "{}",
    };
    rig.snapshot({
      openOrders: [],
      closedOrders: [replacedBy(intent), done],
      executions: [execution],
    });
    expect(status(rig, NEW_ID)).toBe("filled");
    expect(status(rig, intent.clientOrderId)).toBe("replaced");
    expect(rig.state.portfolio.positions[SPY]?.quantity).toBe(quantity("80"));
    expect(openBuys(rig)).toBe("0");
  });

  test("works on as it was when the venue refuses the new one", () => {
    const { rig, intent } = working();
    report(rig, successor(intent));
    report(rig, successor(intent, { status: "rejected", venueStatus: "rejected" }));
    expect(openBuys(rig)).toBe("49");
    expect(status(rig, intent.clientOrderId)).toBe("accepted");
    report(rig, successor(intent));
    report(rig, venueOrder(intent), { event: "replace_rejected", reason: "TOO_LATE" });
    expect(openBuys(rig)).toBe("49");
  });

  test("is a break in its symbol until the new one has ended and the figures agree", () => {
    const { rig, intent } = working();
    report(rig, successor(intent));
    expect(rig.state.breaks[`order:${NEW_ID}`]).toMatchObject({
      kind: "replaced_order",
      symbol: "SPY",
      evidence: { venue: { raw: ['{"told":true}'] } },
    });
    report(rig, replacedBy(intent));
    twice(rig, {});
    expect(Object.keys(rig.state.breaks)).toEqual([`order:${NEW_ID}`]);
    report(rig, successor(intent, { status: "canceled", venueStatus: "canceled" }));
    twice(rig, {});
    expect(rig.state.breaks).toEqual({});
  });

  test("while it is being canceled is counted beside the new one: neither is known to be gone", () => {
    const { rig, intent } = working();
    rig.command({ kind: "cancel_order", clientOrderId: intent.clientOrderId });
    report(rig, successor(intent));
    expect(openBuys(rig)).toBe("129");
    // What the books refuse does not stand in the journal.
    expect(rig.told("order_advanced").map(({ event }) => event.kind)).not.toContain(
      "replace_requested",
    );
    report(rig, replacedBy(intent));
    expect(openBuys(rig)).toBe("80");
  });

  test("while it was being canceled ends once an answer shows what became of the new one, too", () => {
    const { rig, intent } = working();
    const { clientOrderId } = intent;
    rig.command({ kind: "cancel_order", clientOrderId });
    const closed = [replacedBy(intent), successor(intent, { status: "canceled" })];
    rig.snapshot({ openOrders: [], closedOrders: [replacedBy(intent)] });
    expect(rig.state.orders[clientOrderId]?.status).toBe("pending_cancel");
    rig.pass(5_000);
    rig.snapshot({ openOrders: [], closedOrders: closed });
    expect(rig.state.orders[clientOrderId]?.status).toBe("replaced");
    expect(rig.views.totals.openOrders).toBe(0);
  });

  test("B15 before anybody knew that it had arrived is followed by an order of nobody's, which stays that", () => {
    const rig = new Rig().ready();
    rig.quote("SPY", "100.00", "100.02");
    const [intent] = rig.wish("SPY", 1);
    if (intent === undefined) throw new Error("no order");
    const { clientOrderId: id } = intent;
    rig.give({
      kind: "submit_answered",
      clientOrderId: id,
      answer: { outcome: "unknown", reason: "timeout", raw: "" },
    });
    const order = successor(intent, { filledQuantity: quantity("80"), status: "filled" });
    const execution = {
      executionId: executionId("n1"),
      quantity: quantity("80"),
      price: price("100"),
    };
    report(rig, order, { event: "fill", execution });
    rig.pass(31_000);
    rig.snapshot({ openOrders: [], closedOrders: [replacedBy(intent), order] });
    rig.pass(31_000);
    rig.snapshot({ openOrders: [], closedOrders: [order, replacedBy(intent)] });
    expect(status(rig, id)).toBe("replaced");
    expect(rig.state.orders[NEW_ID]).toBeUndefined();
    expect(openBuys(rig)).toBe("0");
    expect(rig.told("fill_booked").map(({ fill }) => fill.strategyId)).toEqual([null]);
  });

  test("folds to the same books from the journal alone", () => {
    const { rig, intent } = working();
    report(rig, successor(intent));
    report(rig, replacedBy(intent));
    const state = initialState();
    for (const entry of rig.entries) applyEntry(state, JSON.parse(JSON.stringify(entry)));
    expect(stateHash(state)).toBe(stateHash(rig.state));
  });
});

test("an event of an older journal that names the replaced order itself begins no other", () => {
  const { rig, intent } = working();
  const id = intent.clientOrderId;
  const event = {
    kind: "replaced" as const,
    at: rig.time,
    replacedBy: id,
    venueStatus: "replaced",
  };
  const records = [{ kind: "order_advanced" as const, clientOrderId: id, event, raw: "" }];
  applyEntry(rig.state, { v: 1, seq: 99, input: 99, time: rig.time, records });
  expect(Object.keys(rig.state.orders)).toEqual([id]);
  expect(status(rig, id)).toBe("replaced");
});
