import { describe, expect, test } from "vitest";
import { ticker } from "@interlock/core/ids";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { foreignOrder, Rig, settings, venueOrder } from "../rig.ts";

const SPY = ticker("SPY");
const SECOND = 1_000;

function bought(): { readonly rig: Rig; readonly intent: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  return { rig, intent };
}

/** An order whose answer was lost and that the venue, asked for long enough, did not know. */
function givenUp(): ReturnType<typeof bought> {
  const { rig, intent } = bought();
  const { clientOrderId } = intent;
  const answer = { outcome: "unknown" as const, reason: "timeout", raw: "" };
  rig.give({ kind: "submit_answered", clientOrderId, answer });
  for (let asked = 0; asked < 8; asked += 1) {
    rig.pass(SECOND);
    const evidence = { found: "no" as const, raw: "404" };
    rig.give({ kind: "order_looked_up", clientOrderId, evidence });
  }
  expect(rig.state.orders[clientOrderId]?.status).toBe("expired");
  return { rig, intent };
}

/** An order that the venue canceled, by our books. */
function canceled(): ReturnType<typeof bought> {
  const { rig, intent } = bought();
  rig.accept(intent);
  rig.report(intent, { status: "canceled", venueStatus: "canceled" });
  return { rig, intent };
}

const openBuys = (rig: Rig) =>
  formatQuantity(rig.views.totals.symbols[SPY]?.openOrders.buys ?? quantity("0"));
const cancels = (rig: Rig) => rig.asked("cancel_order");
const deniedCodes = (rig: Rig) =>
  rig
    .told("order_denied")
    .at(-1)
    ?.denials.map(({ code }) => code);

describe("an order that our books ended and the venue shows working", () => {
  test.each([
    [
      "its list of open orders",
      (rig: Rig, one: OrderIntent) => rig.snapshot({ openOrders: [venueOrder(one)] }),
    ],
    ["a report", (rig: Rig, one: OrderIntent) => rig.report(one, {})],
  ])("in %s counts again, is a break, is told, and is canceled at once", (_where, show) => {
    const { rig, intent } = givenUp();
    show(rig, intent);
    expect(openBuys(rig)).toBe(formatQuantity(intent.quantity));
    expect(rig.views.totals.openOrders).toBe(1);
    expect(rig.state.breaks[`order:${intent.clientOrderId}`]).toMatchObject({ symbol: "SPY" });
    expect(rig.told("alert_raised").at(-1)).toMatchObject({ severity: "critical" });
    expect(cancels(rig)).toEqual([
      { kind: "cancel_order", venueOrderId: `v-${intent.clientOrderId}`, urgent: true },
    ]);
  });

  test("lets nothing new be bought in its symbol", () => {
    const { rig, intent } = givenUp();
    rig.snapshot({ openOrders: [venueOrder(intent)] });
    rig.time += 61 * SECOND;
    rig.quote("SPY", "100.00", "100.02");
    // Its own strategy has what it wants at work; another one asks.
    expect(rig.wish("SPY", 1)).toEqual([]);
    expect(rig.told("order_denied")).toEqual([]);
    expect(rig.wish("SPY", 1, 1)).toEqual([]);
    expect(deniedCodes(rig)).toContain("reconciliation_break");
  });

  test("stays ended: its fills are booked to it, and count no more than once", () => {
    const { rig, intent } = givenUp();
    rig.report(intent, {});
    rig.fill(intent, { id: "x1", quantity: "10", price: "100.01" });
    expect(rig.state.orders[intent.clientOrderId]).toMatchObject({ status: "expired" });
    expect(formatQuantity(rig.state.portfolio.positions[SPY]?.quantity ?? quantity("0"))).toBe(
      "10",
    );
    expect(openBuys(rig)).toBe(String(Number(formatQuantity(intent.quantity)) - 10));
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    expect(openBuys(rig)).toBe("0");
  });

  test("is canceled again while the venue shows it, but not at every look", () => {
    const { rig, intent } = givenUp();
    const openOrders = [venueOrder(intent)];
    rig.snapshot({ openOrders });
    rig.snapshot({ openOrders });
    expect(cancels(rig)).toHaveLength(1);
    rig.time += 11 * SECOND;
    rig.snapshot({ openOrders });
    expect(cancels(rig)).toHaveLength(2);
  });

  test("is known by its name although a new day has dropped it from the books", () => {
    const { rig, intent } = givenUp();
    rig.time += 24 * 3_600 * SECOND;
    rig.pass(SECOND);
    expect(rig.state.orders[intent.clientOrderId]).toBeUndefined();
    rig.report(intent, {});
    expect(rig.state.breaks[`order:${intent.clientOrderId}`]).toBeDefined();
    expect(cancels(rig)).toHaveLength(1);
  });

  test("and a new day has dropped is not moved on by an answer that comes after the night", () => {
    const { rig, intent } = givenUp();
    rig.time += 24 * 3_600 * SECOND;
    rig.pass(SECOND);
    const { records } = rig.give({
      kind: "submit_answered",
      clientOrderId: intent.clientOrderId,
      answer: { outcome: "unknown", reason: "timeout", raw: "" },
    });
    expect(records).toEqual([]);
  });

  test("only in an answer older than its end is left alone", () => {
    const { rig, intent } = canceled();
    rig.snapshot({ openOrders: [venueOrder(intent)] });
    rig.report(intent, {});
    expect(rig.state.breaks).toEqual({});
    expect(cancels(rig)).toEqual([]);
    expect(openBuys(rig)).toBe("0");
  });

  test("long after the venue ended it is believed", () => {
    const { rig, intent } = canceled();
    rig.time += 30 * SECOND;
    rig.snapshot({ openOrders: [venueOrder(intent)] });
    expect(Object.keys(rig.state.breaks)).toEqual([`order:${intent.clientOrderId}`]);
    expect(cancels(rig)).toHaveLength(1);
  });

  test("although it was filled, for an execution was taken back, counts again and is canceled", () => {
    const { rig, intent } = bought();
    rig.accept(intent);
    rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.02" });
    const openOrders = [venueOrder(intent, { filledQuantity: quantity("40") })];
    rig.snapshot({ openOrders });
    expect(cancels(rig)).toEqual([]);
    rig.pass(11 * SECOND);
    rig.snapshot({ openOrders });
    expect(cancels(rig)).toHaveLength(1);
    expect(Object.keys(rig.state.breaks)).toContain(`order:${intent.clientOrderId}`);
  });

  test("that filled completely can do nothing more, and is no break", () => {
    const { rig, intent } = bought();
    rig.accept(intent);
    rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.01" });
    rig.time += 30 * SECOND;
    rig.report(intent, { status: "accepted", venueStatus: "new" });
    expect(rig.state.breaks).toEqual({});
  });
});

test("another program's order that is filled in part counts only what is left of it", () => {
  const rig = new Rig().ready();
  rig.snapshot({ openOrders: [foreignOrder({ filledQuantity: quantity("4") })] });
  expect(
    formatQuantity(rig.views.totals.symbols[ticker("IBM")]?.openOrders.buys ?? quantity("0")),
  ).toBe("6");
});

describe("an order's break", () => {
  test("is closed when the order is gone at the venue and a later comparison agrees; then trading resumes", () => {
    const { rig, intent } = canceled();
    rig.fill(intent, { id: "late", quantity: "1", price: "100.01" });
    expect(Object.keys(rig.state.breaks)).toHaveLength(1);
    rig.command({ kind: "kill", mode: "halt", reason: "a late fill", includeStops: false });
    rig.pass(31 * SECOND);
    rig.snapshot();
    expect(rig.state.breaks).toEqual({});
    expect(rig.told("break_closed").at(-1)?.how).toContain("gone at the venue");
    rig.command({ kind: "resume", reason: "explained" });
    expect(rig.state.trading.state).toBe("active");
  });

  test("stays open for an answer that was asked for before it", () => {
    const { rig, intent } = canceled();
    rig.pass(31 * SECOND);
    rig.time += SECOND;
    rig.fill(intent, { id: "late", quantity: "1", price: "100.01" });
    rig.snapshot();
    expect(Object.keys(rig.state.breaks)).toHaveLength(1);
  });

  test("stays open while the venue shows the order", () => {
    const { rig, intent } = givenUp();
    rig.snapshot({ openOrders: [venueOrder(intent)] });
    rig.pass(31 * SECOND);
    rig.snapshot({ openOrders: [venueOrder(intent)] });
    expect(Object.keys(rig.state.breaks)).toHaveLength(1);
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    rig.pass(31 * SECOND);
    rig.snapshot();
    expect(rig.state.breaks).toEqual({});
  });

  test("stays open while the position differs", () => {
    const { rig, intent } = canceled();
    rig.fill(intent, { id: "late", quantity: "1", price: "100.01" });
    for (let times = 0; times < 2; times += 1) {
      rig.pass(31 * SECOND);
      rig.snapshot({ positions: [] });
    }
    expect(Object.keys(rig.state.breaks).sort()).toEqual([
      `order:${intent.clientOrderId}`,
      "position:SPY",
    ]);
  });

  test("outlives a restart, and is closed by the first comparison after it", () => {
    const { rig, intent } = canceled();
    rig.fill(intent, { id: "late", quantity: "1", price: "100.01" });
    rig.time += SECOND;
    rig.start({ settings: settings() });
    expect(Object.keys(rig.state.breaks)).toHaveLength(1);
    rig.snapshot();
    expect(rig.state.breaks).toEqual({});
  });
});

test("a break reaches people: its alert is a record for the console and an effect", () => {
  const { rig, intent } = canceled();
  rig.fill(intent, { id: "late", quantity: "1", price: "100.01" });
  const [told] = rig.told("alert_raised");
  expect(told).toMatchObject({ severity: "critical" });
  expect(rig.asked("raise_alert").map(({ sentence }) => sentence)).toEqual([told?.sentence]);
});
