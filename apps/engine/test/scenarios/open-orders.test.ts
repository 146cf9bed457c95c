import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { SPY } from "../breaks.ts";
import { foreignOrder, Rig, settings, venueOrder } from "../rig.ts";

const SECOND = 1_000;

function working(): { readonly rig: Rig; readonly intent: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  rig.accept(intent);
  return { rig, intent };
}

const asked = (rig: Rig) => rig.asked("list_open_orders");

/** Answers the last question with what the venue lists. */
function list(rig: Rig, openOrders: readonly VenueOrder[]): void {
  const askedAt = asked(rig).at(-1)?.askedAt;
  if (askedAt === undefined) throw new Error("nobody asked");
  rig.give({ kind: "open_orders_listed", askedAt, openOrders });
}

describe("the venue's open orders", () => {
  test("are asked for every five seconds while one is open, one question at a time", () => {
    const { rig, intent } = working();
    for (let passed = 0; passed < 20; passed += 1) rig.pass(SECOND);
    expect(asked(rig)).toHaveLength(1);
    list(rig, [venueOrder(intent)]);
    for (let passed = 0; passed < 25; passed += 1) {
      rig.pass(SECOND);
      if (rig.views.orderLists.inFlight) list(rig, [venueOrder(intent)]);
      if (rig.views.snapshots.askedAt !== null) rig.snapshot();
    }
    expect(asked(rig).length).toBeGreaterThanOrEqual(4);
    expect(asked(rig).length).toBeLessThanOrEqual(6);
  });

  test("cost no request while none is open", () => {
    const rig = new Rig().ready();
    for (let passed = 0; passed < 60; passed += 1) rig.pass(SECOND);
    expect(asked(rig)).toEqual([]);
  });

  test("are not asked for besides a comparison of everything, which lists them too", () => {
    const { rig } = working();
    rig.pass(3 * SECOND);
    rig.command({ kind: "resume", reason: "has the venue asked for everything" });
    rig.give({ kind: "stream_gap", channel: "order_stream", reason: "silent" });
    rig.pass(3 * SECOND);
    expect(asked(rig)).toEqual([]);
  });

  test("that could not be had are asked for less and less often", () => {
    const { rig } = working();
    const times: number[] = [];
    for (let passed = 1; passed <= 120; passed += 1) {
      const before = asked(rig).length;
      rig.pass(SECOND);
      if (rig.views.snapshots.askedAt !== null) {
        rig.snapshot();
        rig.views.snapshots.lastAskedAt = null;
      }
      if (asked(rig).length > before) times.push(passed);
      if (rig.views.orderLists.inFlight)
        rig.give({ kind: "venue_query_failed", what: "orders", reason: "503" });
    }
    expect(times).toEqual([5, 15, 35, 75, 115]);
    expect(rig.told("connection_changed")).toContainEqual(
      expect.objectContaining({ channel: "venue_rest", up: false, reason: "503" }),
    );
  });

  test("S03 show that one of ours is gone: it is looked up, and ended by that evidence alone", () => {
    const { rig, intent } = working();
    rig.pass(6 * SECOND);
    list(rig, []);
    expect(rig.state.orders[intent.clientOrderId]?.status).toBe("accepted");
    expect(rig.asked("look_up_order")).toHaveLength(1);
    const order = venueOrder(intent, { status: "canceled", venueStatus: "canceled" });
    const evidence = { found: "yes" as const, order, raw: "{}" };
    rig.give({ kind: "order_looked_up", clientOrderId: intent.clientOrderId, evidence });
    expect(rig.state.orders[intent.clientOrderId]?.status).toBe("canceled");
  });

  test("say nothing of an order that was sent after they were asked for", () => {
    const { rig, intent } = working();
    rig.pass(6 * SECOND);
    rig.time += SECOND;
    rig.quote("IBM", "50.00", "50.02");
    const [later] = rig.wish("IBM", 1);
    if (later === undefined) throw new Error("no order");
    rig.accept(later);
    list(rig, [venueOrder(intent)]);
    expect(rig.asked("look_up_order")).toEqual([]);
  });

  test("S03 that filled more than we booked have the missing executions asked for", () => {
    const { rig, intent } = working();
    rig.pass(6 * SECOND);
    const before = rig.asked("request_snapshot").length;
    list(rig, [venueOrder(intent, { filledQuantity: quantity("10") })]);
    expect(rig.asked("request_snapshot").length).toBe(before + 1);
    expect(rig.told("fill_booked")).toEqual([]);
  });

  test("B26 of other programs count, are recorded once, and are never touched", () => {
    const { rig, intent } = working();
    for (let looks = 0; looks < 3; looks += 1) {
      rig.pass(6 * SECOND);
      list(rig, [venueOrder(intent), foreignOrder()]);
    }
    expect(rig.told("external_order_seen")).toHaveLength(1);
    const buys = rig.views.totals.symbols[ticker("IBM")]?.openOrders.buys;
    expect(formatQuantity(buys ?? quantity("0"))).toBe("10");
    expect(rig.asked("cancel_order")).toEqual([]);
    expect(rig.views.totals.symbols[SPY]?.openOrders.buys).toBe(intent.quantity);
  });
});

test("settings of a journal from before there was a pace have no look at open orders", () => {
  const { listOrdersEveryMs: _since, ...before } = settings();
  const rig = new Rig().ready({ settings: before });
  rig.quote("SPY", "100.00", "100.02");
  rig.wish("SPY", 1);
  rig.pass(10 * SECOND);
  expect(asked(rig)).toEqual([]);
});
