import type { StrategyId } from "@interlock/core/ids";
import { quantityToNumber } from "@interlock/core/number/quantity";
import { ordersSince } from "@interlock/core/risk/flow/order-flow";
import type { LimitLevel } from "@interlock/core/risk/levels/limit-levels";
import { SECOND_MS } from "@interlock/core/time";
import { expect, test } from "vitest";
import { Rig, settings, venueOrder } from "../../test/rig.ts";

function change(rig: Rig, values: Record<string, string>, level?: LimitLevel): void {
  const baseVersion = rig.state.limits?.version ?? 0;
  const reason = "a longer look back at what was sent";
  rig.command({ kind: "change_limits", baseVersion, level, values, reason });
  expect(rig.asked("answer_command").at(-1)).toMatchObject({ accepted: true });
}

test("a rolling window that gets longer counts the orders that a shorter one had left behind", () => {
  const rig = new Rig().ready();
  const [last, ...symbols] = [...rig.views.markets.keys()];
  if (last === undefined) throw new Error("no symbols");
  const most = String(symbols.length);
  change(rig, { rollingWindowMs: "10000", maxSymbolWindowOrders: most, maxWindowOrders: most });
  for (const symbol of symbols) {
    rig.pass(11 * SECOND_MS);
    rig.quote(symbol, "10.00", "10.01");
    expect(rig.wish(symbol, 0.01)).toHaveLength(1);
  }
  change(rig, { rollingWindowMs: "600000" });
  expect(ordersSince(rig.state.flow.account, rig.time - 600_000)).toBe(symbols.length);
  rig.quote(last, "10.00", "10.01");
  expect(rig.wish(last, 0.01)).toEqual([]);
  expect(rig.told("order_denied").at(-1)?.denials).toMatchObject([{ code: "window_orders" }]);
});

test("an order that our books had ended and the venue shows working is still its strategy's", () => {
  const [strategy] = settings().strategies;
  const strategyId = strategy?.id ?? never();
  const rig = new Rig().ready();
  change(rig, { maxOpenOrders: "9" }, { kind: "strategy", id: strategyId });
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 0.1);
  if (intent === undefined) throw new Error("no order");
  rig.accept(intent);
  rig.report(intent, { status: "rejected", venueStatus: "rejected" });
  expect(exposureOf(rig, strategyId)).toEqual({ open: 0, buys: 0 });
  rig.time += 30 * SECOND_MS;
  rig.snapshot({ openOrders: [venueOrder(intent)] });
  const buys = quantityToNumber(intent.quantity);
  expect(exposureOf(rig, strategyId)).toEqual({ open: 1, buys });
  rig.report(intent, { status: "canceled", venueStatus: "canceled" });
  expect(exposureOf(rig, strategyId)).toEqual({ open: 0, buys: 0 });
});

/** What the strategy's own limits count as working. */
function exposureOf(rig: Rig, strategyId: StrategyId) {
  let buys = 0;
  for (const book of rig.views.openBySymbol.values())
    buys += quantityToNumber(book.ofStrategy(strategyId).buys);
  return { open: rig.views.totals.strategies[strategyId]?.openOrders, buys };
}

function never(): never {
  throw new Error("missing");
}
