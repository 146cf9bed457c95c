import { expect, test } from "vitest";
import { executionId, ticker, venueOrderId } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { formatQuantity, quantity, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { Rig, venueOrder } from "../rig.ts";

const SPY = ticker("SPY");

/** An order to buy that was given up, and that has reached the venue all the same and begun to fill there. */
function late(): { readonly rig: Rig; readonly intent: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error("no order");
  const { clientOrderId } = intent;
  const answer = { outcome: "unknown" as const, reason: "timeout", raw: "" };
  rig.give({ kind: "submit_answered", clientOrderId, answer });
  for (let times = 0; times < 3; times += 1) {
    rig.time += 6_000;
    rig.give({ kind: "order_looked_up", clientOrderId, evidence: { found: "no", raw: "" } });
  }
  expect(rig.state.orders[clientOrderId]?.status).toBe("expired");
  return { rig, intent };
}

const openBuys = (rig: Rig) =>
  formatQuantity(rig.views.totals.symbols[SPY]?.openOrders.buys ?? ZERO_QUANTITY);

const FOUR = { filledQuantity: quantity("4") };

test("what the venue executed of an order that was given up counts as still to come until it is booked", () => {
  const { rig, intent } = late();
  rig.report(intent, { ...FOUR, status: "partially_filled", venueStatus: "partially_filled" });
  expect(openBuys(rig)).toBe(formatQuantity(intent.quantity));
  bookFour(rig, intent);
  expect(openBuys(rig)).toBe(String(Number(formatQuantity(intent.quantity)) - 4));
});

test("it counts although the order has ended at the venue meanwhile, and no longer once it is booked", () => {
  const { rig, intent } = late();
  rig.report(intent, { ...FOUR, status: "canceled", venueStatus: "canceled" });
  expect(Number(openBuys(rig))).toBeGreaterThanOrEqual(4);
  bookFour(rig, intent, "canceled");
  expect(openBuys(rig)).toBe("0");
  expect(rig.state.external).toEqual({});
});

/** Has the venue's log bring the execution that no report told. */
function bookFour(rig: Rig, intent: OrderIntent, ended?: "canceled"): void {
  const order = venueOrder(intent, {
    ...FOUR,
    status: ended ?? "partially_filled",
    venueStatus: ended ?? "partially_filled",
  });
  rig.snapshot({
    positions: [{ symbol: SPY, quantity: quantity("4"), averagePrice: "100.02" }],
    openOrders: ended === undefined ? [order] : [],
    closedOrders: ended === undefined ? [] : [order],
    executions: [
      {
        executionId: executionId("x-late"),
        quantity: quantity("4"),
        price: price("100.02"),
        venueOrderId: venueOrderId(order.venueOrderId),
        symbol: SPY,
        side: "buy",
        venueAt: rig.time,
        raw: "{}",
      },
    ],
  });
}

test("answers from before the venue spoke of an order prove nothing of it", () => {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error("no order");
  const { clientOrderId } = intent;
  const answer = { outcome: "unknown" as const, reason: "timeout", raw: "" };
  rig.give({ kind: "submit_answered", clientOrderId, answer });
  const absent = { found: "no" as const, raw: "" };
  for (let times = 0; times < 2; times += 1) {
    rig.give({ kind: "order_looked_up", clientOrderId, evidence: absent });
    rig.pass(2_000);
  }
  rig.time += 2_000;
  rig.fill(intent, { id: "x1", quantity: "4", price: "100.02" });
  rig.give({ kind: "order_looked_up", clientOrderId, evidence: absent });
  expect(rig.state.breaks).toEqual({});
  expect(rig.state.orders[clientOrderId]?.status).toBe("partially_filled");
});
