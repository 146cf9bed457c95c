import { expect, test } from "vitest";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { SPY } from "../breaks.ts";
import { Rig } from "../rig.ts";

const SECOND = 1_000;

/** An order that the venue took. */
function working(): { readonly rig: Rig; readonly intent: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error("no order");
  rig.accept(intent);
  return { rig, intent };
}

/** Has the venue list no open order, and say that it does not know ours, so many times, seconds apart. */
function unknownFor(rig: Rig, { clientOrderId }: OrderIntent, answers: number): void {
  for (let answer = 0; answer < answers; answer += 1) {
    rig.pass(6 * SECOND);
    rig.give({ kind: "open_orders_listed", askedAt: rig.time, openOrders: [] });
    rig.pass(3 * SECOND);
    const evidence = { found: "no" as const, raw: '{"code":40410000}' };
    rig.give({ kind: "order_looked_up", clientOrderId, evidence });
  }
}

test("B25 an order of ours that the venue knew and knows no more is a break after two clean answers, not after one", () => {
  const { rig, intent } = working();
  unknownFor(rig, intent, 1);
  expect(rig.told("break_opened")).toEqual([]);
  unknownFor(rig, intent, 2);
  expect(rig.told("break_opened").map((record) => record.break)).toMatchObject([
    { kind: "missing_order", symbol: "SPY", venue: "no such order" },
  ]);
  expect(rig.told("alert_raised").map(({ severity }) => severity)).toEqual(["critical"]);
});

test("B25 it counts in full all the while, takes no new risk in its symbol, and ends by the venue's word alone", () => {
  const { rig, intent } = working();
  unknownFor(rig, intent, 4);
  const open = rig.views.totals.symbols[SPY]?.openOrders.buys ?? quantity("0");
  expect(formatQuantity(open)).toBe(formatQuantity(intent.quantity));
  expect(rig.told("break_opened")).toHaveLength(1);
  rig.quote("SPY", "97.00", "97.02");
  expect(rig.wish("SPY", 1)).toEqual([]);
  rig.report(intent, { status: "canceled", venueStatus: "canceled" });
  rig.time += SECOND;
  rig.pass(30 * SECOND);
  rig.snapshot();
  expect(rig.told("break_closed")).toHaveLength(1);
});
