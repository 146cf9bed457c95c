import { describe, expect, test } from "vitest";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { SPY } from "../breaks.ts";
import { Rig, venueOrder } from "../rig.ts";

const SECOND = 1_000;

/** An order that works, and that a person asked to cancel. */
function canceling(): { readonly rig: Rig; readonly intent: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  rig.accept(intent);
  rig.command({ kind: "cancel_order", clientOrderId: intent.clientOrderId });
  return { rig, intent };
}

/** Lets time pass while the venue shows the order as it is, and returns the seconds at which something was asked. */
function wait(rig: Rig, seconds: number, what: "cancel_order" | "look_up_order"): number[] {
  const times: number[] = [];
  for (let passed = 1; passed <= seconds; passed += 1) {
    const before = rig.asked(what).length;
    rig.pass(SECOND);
    if (rig.views.snapshots.askedAt !== null) rig.snapshot();
    for (const lookup of rig.views.lookups.values()) lookup.inFlight = false;
    if (rig.asked(what).length > before) times.push(passed);
  }
  return times;
}

const openBuys = (rig: Rig) =>
  formatQuantity(rig.views.totals.symbols[SPY]?.openOrders.buys ?? quantity("0"));

describe("a cancel that the venue does not confirm", () => {
  test("B14 is asked for again after growing pauses, up to a minute", () => {
    const { rig } = canceling();
    expect(wait(rig, 300, "cancel_order")).toEqual([10, 30, 70, 130, 190, 250]);
  });

  test("B14 has the order looked up by our id besides", () => {
    const { rig } = canceling();
    expect(wait(rig, 31, "look_up_order").length).toBeGreaterThanOrEqual(2);
  });

  test("B14 is a warning after 30 s and critical after 120 s, each told once", () => {
    const { rig, intent } = canceling();
    const told = () => rig.told("alert_raised").map(({ severity }) => severity);
    wait(rig, 29, "cancel_order");
    expect(told()).toEqual([]);
    wait(rig, 1, "cancel_order");
    expect(told()).toEqual(["warning"]);
    wait(rig, 89, "cancel_order");
    expect(told()).toEqual(["warning"]);
    wait(rig, 60, "cancel_order");
    expect(told()).toEqual(["warning", "critical"]);
    expect(rig.told("alert_raised")[0]?.sentence).toContain(intent.clientOrderId);
  });

  test("B14 leaves the order counted in full, and none in its place is sent", () => {
    const { rig, intent } = canceling();
    wait(rig, 150, "cancel_order");
    expect(openBuys(rig)).toBe(formatQuantity(intent.quantity));
    expect(rig.asked("submit_order")).toHaveLength(1);
  });

  test("B14 refused by the venue is asked about at once", () => {
    const { rig, intent } = canceling();
    const { venueOrderId } = venueOrder(intent);
    rig.give({ kind: "cancel_answered", venueOrderId, outcome: "refused", message: "42210000" });
    expect(rig.asked("look_up_order")).toHaveLength(1);
  });

  test("B13 taken by the venue but overtaken by a fill books the fill, and is pursued no more", () => {
    const { rig, intent } = canceling();
    const { venueOrderId } = venueOrder(intent);
    rig.give({ kind: "cancel_answered", venueOrderId, outcome: "accepted", message: "" });
    expect(rig.state.orders[intent.clientOrderId]?.status).toBe("pending_cancel");
    rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.02" });
    expect(rig.state.orders[intent.clientOrderId]?.status).toBe("filled");
    expect(wait(rig, 150, "cancel_order")).toEqual([]);
    expect(rig.state.breaks).toEqual({});
    expect(rig.told("alert_raised")).toEqual([]);
  });

  test("B14 is told once of an order, whatever restarts in between", () => {
    const { rig } = canceling();
    const told = () => rig.told("alert_raised").map(({ severity }) => severity);
    const restart = () => {
      // The minute's marks, as a market brings them, are what a journal goes on with.
      rig.give({ kind: "connection", channel: "market_data", up: false, reason: "test" });
      rig.start();
      rig.snapshot();
    };
    wait(rig, 32, "cancel_order");
    restart();
    wait(rig, 20, "cancel_order");
    expect(told()).toEqual(["warning"]);
    wait(rig, 71, "cancel_order");
    restart();
    wait(rig, 60, "cancel_order");
    expect(told()).toEqual(["warning", "critical"]);
  });

  test("B14 that nobody was told of before a restart is told after it", () => {
    const { rig } = canceling();
    wait(rig, 20, "cancel_order");
    rig.time += 200 * SECOND;
    rig.start();
    rig.snapshot();
    wait(rig, 1, "cancel_order");
    expect(rig.told("alert_raised").map(({ severity }) => severity)).toEqual(["critical"]);
  });

  test("is pursued after a restart: the request is in the journal", () => {
    const { rig } = canceling();
    rig.pass(5 * SECOND);
    rig.start();
    rig.snapshot();
    expect(wait(rig, 10, "cancel_order").length).toBeGreaterThan(0);
  });
});

test("B30 an order that was accepted and then rejected ends, frees what it reserved, and is counted", () => {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error("no order");
  rig.accept(intent);
  rig.report(intent, { status: "rejected", venueStatus: "rejected" });
  expect(rig.state.orders[intent.clientOrderId]?.status).toBe("rejected");
  expect(openBuys(rig)).toBe("0");
  expect(rig.state.today.rejected).toBe(1);
  expect(rig.asked("submit_order")).toHaveLength(1);
});
