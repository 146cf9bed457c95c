import { describe, expect, test } from "vitest";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import { executionId, ticker } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { totalFees } from "@interlock/core/fees/regulatory-fees";
import { moneyUnits } from "@interlock/core/number/money";
import { Rig, settings, venueOrder } from "../rig.ts";

function bought(): { readonly rig: Rig; readonly intent: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  return { rig, intent };
}

const held = (rig: Rig) =>
  formatQuantity(rig.state.portfolio.positions[ticker("SPY")]?.quantity ?? quantity("0"));
const statusOf = (rig: Rig, { clientOrderId }: OrderIntent) =>
  rig.state.orders[clientOrderId]?.status;

describe("an order", () => {
  test("is recorded as approved in the same input that asks for it to be sent", () => {
    const { rig, intent } = bought();
    expect(rig.asked("submit_order").map(({ order }) => order.intent.clientOrderId)).toEqual([
      intent.clientOrderId,
    ]);
    expect(statusOf(rig, intent)).toBe("pending_submit");
  });

  test("counts against the limits before the venue has answered", () => {
    const { rig, intent } = bought();
    expect(rig.views.totals.symbols[ticker("SPY")]?.openOrders.buys).toBe(intent.quantity);
    expect(rig.wish("SPY", 1)).toEqual([]);
  });

  test("S05 whose fill arrives before the acknowledgment is booked once and acknowledged afterwards", () => {
    const { rig, intent } = bought();
    rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.01" });
    rig.accept(intent);
    expect(statusOf(rig, intent)).toBe("filled");
    expect(held(rig)).toBe(formatQuantity(intent.quantity));
  });

  test("S04 books an execution once, however often it is reported", () => {
    const { rig, intent } = bought();
    rig.accept(intent);
    for (let times = 0; times < 1_000; times += 1)
      rig.fill(intent, { id: "x1", quantity: "10", price: "100.01" });
    expect(rig.told("fill_booked")).toHaveLength(1);
    expect(held(rig)).toBe("10");
  });

  test("keeps its fills when it is canceled after a part was filled", () => {
    const { rig, intent } = bought();
    rig.accept(intent);
    rig.fill(intent, { id: "x1", quantity: "10", price: "100.01" });
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    expect(statusOf(rig, intent)).toBe("canceled");
    expect(held(rig)).toBe("10");
  });

  test("S05 books a fill that comes after the cancel and blocks the symbol until it is explained", () => {
    const { rig, intent } = bought();
    rig.accept(intent);
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    rig.fill(intent, { id: "late", quantity: "10", price: "100.01" });
    expect(held(rig)).toBe("10");
    expect(statusOf(rig, intent)).toBe("canceled");
    expect(rig.told("break_opened").map((record) => record.break.symbol)).toEqual(["SPY"]);
  });

  test("S03 whose cumulative quantity shows a missed execution asks the venue and books it from its log", () => {
    const { rig, intent } = bought();
    rig.accept(intent);
    rig.time += 2_000;
    rig.report(intent, {
      status: "partially_filled",
      venueStatus: "partially_filled",
      filledQuantity: quantity("10"),
    });
    expect(rig.asked("request_snapshot").length).toBeGreaterThan(1);
    const order = venueOrder(intent, {
      filledQuantity: quantity("10"),
      status: "partially_filled",
    });
    const missed = {
      executionId: executionId("x9"),
      quantity: quantity("10"),
      price: price("100.01"),
    };
    const place = {
      venueOrderId: order.venueOrderId,
      symbol: order.symbol,
      side: order.side,
      venueAt: rig.time,
      raw: "{}",
    };
    rig.snapshot({ openOrders: [order], executions: [{ ...missed, ...place }] });
    expect(rig.told("fill_booked").map(({ source }) => source)).toEqual(["activity"]);
    expect(held(rig)).toBe("10");
  });
});

test.each([
  ["sim", true],
  ["paper", false],
] as const)("a fill in environment %s accrues regulators' fees: %s", (environment, charged) => {
  const fees = charged ? ("regulatory" as const) : ("none" as const);
  const rig = new Rig().ready({ settings: settings({ environment, fees }) });
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", -1);
  if (intent === undefined) throw new Error(JSON.stringify(rig.told("order_denied")));
  rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.00" });
  const total = totalFees(rig.state.portfolio.accruedFees);
  expect(total).toBe(rig.told("fill_booked")[0]?.fill.fee);
  expect(moneyUnits(total) > 0).toBe(charged);
});

describe("an order whose answer is lost", () => {
  const lost = () => {
    const { rig, intent } = bought();
    const answer = { outcome: "unknown" as const, reason: "the connection was cut", raw: "" };
    rig.give({ kind: "submit_answered", clientOrderId: intent.clientOrderId, answer });
    return { rig, intent };
  };

  test("B04 is unknown, counts in full, and is asked for instead of being sent again", () => {
    const { rig, intent } = lost();
    expect(statusOf(rig, intent)).toBe("submit_unknown");
    expect(rig.views.totals.symbols[ticker("SPY")]?.openOrders.buys).toBe(intent.quantity);
    expect(rig.asked("submit_order")).toHaveLength(1);
    expect(rig.asked("look_up_order")).toHaveLength(1);
  });

  test("works on when the venue knows it", () => {
    const { rig, intent } = lost();
    const evidence = { found: "yes" as const, order: venueOrder(intent), raw: "{}" };
    rig.give({ kind: "order_looked_up", clientOrderId: intent.clientOrderId, evidence });
    expect(statusOf(rig, intent)).toBe("accepted");
  });

  test("B05 is given up only after clean answers over a settle window", () => {
    const { rig, intent } = lost();
    const absent = () =>
      rig.give({
        kind: "order_looked_up",
        clientOrderId: intent.clientOrderId,
        evidence: { found: "no", raw: "{}" },
      });
    absent();
    rig.pass(1_000);
    absent();
    expect(statusOf(rig, intent)).toBe("submit_unknown");
    rig.pass(5_000);
    absent();
    expect(statusOf(rig, intent)).toBe("expired");
    expect(rig.asked("submit_order")).toHaveLength(1);
  });

  test("B05 stays unknown while the venue gives no clean answer", () => {
    const { rig, intent } = lost();
    for (let times = 0; times < 20; times += 1) {
      rig.pass(1_000);
      const evidence = { found: "unknown" as const, reason: "503" };
      rig.give({ kind: "order_looked_up", clientOrderId: intent.clientOrderId, evidence });
    }
    expect(statusOf(rig, intent)).toBe("submit_unknown");
  });
});

describe("an order that the venue works otherwise than we asked", () => {
  test("B08 is canceled at once and blocks its symbol", () => {
    const { rig, intent } = bought();
    const answer = {
      outcome: "accepted" as const,
      order: venueOrder(intent),
      raw: "{}",
      deviations: ["side is sell instead of buy"],
    };
    rig.give({ kind: "submit_answered", clientOrderId: intent.clientOrderId, answer });
    expect(rig.asked("cancel_order")).toHaveLength(1);
    expect(rig.told("break_opened")).toHaveLength(1);
  });
});
