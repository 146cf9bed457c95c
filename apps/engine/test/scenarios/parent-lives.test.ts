import { describe, expect, test } from "vitest";
import { strategyId, ticker } from "@interlock/core/ids";
import type { Bar } from "@interlock/core/market/bar";
import { formatQuantity } from "@interlock/core/number/quantity";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { VenueOrder } from "@interlock/core/order/execution-report";
import { parentOf } from "@interlock/core/risk/parent/parent-book";
import { Rig, venueOrder } from "../rig.ts";

const CROSSOVER = strategyId("crossover");
const SPY = ticker("SPY");
const DAY_MS = 24 * 3_600_000;

const disabled = (rig: Rig) => rig.state.strategies[CROSSOVER]?.disabledBecause;

/** The strategy wants half of its allocation of SPY, and the venue works the order. */
function working(): { readonly rig: Rig; readonly intent: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 0.5);
  if (intent === undefined) throw new Error("the order was denied");
  rig.accept(intent);
  return { rig, intent };
}

/** Within one input a bar asks for one target, and the timer after it for another. */
function sayTwice(rig: Rig, first: number, second: number): void {
  rig.print("SPY", "100.01");
  const runtime = rig.views.strategies[0];
  if (runtime === undefined) throw new Error("the rig has no strategy");
  const say = (target: number) => ({ symbol: SPY, target, reason: "test", horizonMs: null });
  const onBar = ({ symbol }: Bar) => (symbol === SPY ? say(first) : null);
  Object.assign(runtime, { instance: { ...runtime.instance, onBar, onTimer: () => say(second) } });
  rig.time += 60_000;
  rig.quote("SPY", "100.00", "100.02");
  rig.pass(1_000);
}

describe("two targets of one symbol within one input", () => {
  test("leave the newer one, and turn no strategy off", () => {
    const rig = new Rig().ready();
    rig.quote("SPY", "100.00", "100.02");
    sayTwice(rig, 0.8, 0.5);
    expect(disabled(rig)).toBe("");
    expect(rig.told("signal_suppressed")).toMatchObject([{ signalId: "s-1", cause: "overtaken" }]);
    expect(rig.told("order_approved").map(({ intent }) => intent.signalId)).toEqual(["s-2"]);
  });

  test("never keep an exit from being sent", () => {
    const { rig, intent } = working();
    const quantity = formatQuantity(intent.quantity);
    rig.fill(intent, { id: "x1", quantity, price: "100.02" });
    sayTwice(rig, 0.8, 0);
    expect(disabled(rig)).toBe("");
    expect(rig.told("order_approved").at(-1)?.intent).toMatchObject({ side: "sell" });
  });
});

test("R15 what a stopped strategy has working is canceled, though the book of open orders forgot it", () => {
  const { rig, intent } = working();
  rig.views.openBySymbol.clear();
  rig.time += 2_000;
  rig.quote("SPY", "100.00", "100.02");
  expect(rig.wish("SPY", 0.5)).toEqual([]);
  expect(disabled(rig)).not.toBe("");
  rig.pass(1_000);
  expect(rig.asked("cancel_order")).toMatchObject([
    { venueOrderId: `v-${intent.clientOrderId}`, urgent: true },
  ]);
});

test("R15 an order of ours that came back, and ended on another day, counts no more", () => {
  const { rig, intent } = working();
  rig.report(intent, { status: "canceled", venueStatus: "canceled" });
  rig.pass(31_000);
  const seen = (change: Partial<VenueOrder> = {}) =>
    venueOrder(intent, { createdAt: rig.time, updatedAt: rig.time, ...change });
  rig.snapshot({ openOrders: [seen()] });
  const open = () => parentOf(rig.state.parents, { strategyId: CROSSOVER, symbol: SPY }).open.buy;
  expect(open()).toBe(intent.quantity);
  rig.time += DAY_MS;
  rig.pass(1_000);
  rig.snapshot({ openOrders: [seen({ venueStatus: "pending_cancel" })] });
  expect(open()).toBe(intent.quantity);
  rig.pass(31_000);
  const closedOrders = [seen({ status: "canceled", venueStatus: "canceled" })];
  rig.snapshot({ openOrders: [], closedOrders });
  expect(formatQuantity(open())).toBe("0");
});
