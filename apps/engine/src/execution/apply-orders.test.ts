import { ordersSince } from "@interlock/core/risk/flow/order-flow";
import type { LimitLevel } from "@interlock/core/risk/levels/limit-levels";
import { SECOND_MS } from "@interlock/core/time";
import { expect, test } from "vitest";
import { Rig } from "../../test/rig.ts";

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
