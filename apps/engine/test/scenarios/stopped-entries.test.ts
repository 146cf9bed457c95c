import { describe, expect, test } from "vitest";
import { strategyId } from "@interlock/core/ids";
import type { Limits } from "@interlock/core/risk/limits";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { formatQuantity } from "@interlock/core/number/quantity";
import { Rig, settings } from "../rig.ts";

const CROSSOVER = strategyId("crossover");

/** An engine with an entry of SPY working at the venue. */
function working(change: Partial<Limits> = {}): { rig: Rig; entry: OrderIntent } {
  const base = settings();
  const rig = new Rig().ready({
    settings: { ...base, limitDefaults: { ...base.limitDefaults, ...change } },
  });
  rig.quote("SPY", "100.00", "100.02");
  const [entry] = rig.wish("SPY", 0.5);
  if (entry === undefined) throw new Error(JSON.stringify(rig.told("order_denied").at(-1)));
  rig.accept(entry);
  return { rig, entry };
}

/** What was canceled, and why. */
function canceled(rig: Rig): readonly string[] {
  return rig
    .told("order_advanced")
    .flatMap(({ event }) => (event.kind === "cancel_requested" ? [event.reason] : []));
}

function restrict(rig: Rig): void {
  rig.command({
    kind: "change_limits",
    baseVersion: rig.state.limits?.version ?? 0,
    values: { restricted: "SPY" },
    reason: "we know something of it",
  });
}

describe("a working entry", () => {
  test("is canceled within a clock's beat once its symbol is restricted, and asked for once", () => {
    const { rig, entry } = working();
    restrict(rig);
    rig.pass(250).pass(250);
    expect(canceled(rig)).toEqual(["SPY is restricted"]);
    expect(rig.asked("cancel_order")).toEqual([
      { kind: "cancel_order", venueOrderId: `v-${entry.clientOrderId}`, urgent: true },
    ]);
  });

  test("is canceled once a breaker trips", () => {
    const { rig } = working({ maxDrawdownBps: 100 });
    rig.state.trading = {
      ...rig.state.trading,
      holds: [{ source: "drawdown", state: "reducing", reason: "tripped", at: rig.time, by: null }],
    };
    rig.pass(250);
    expect(canceled(rig)).toEqual(["breaker tripped: Drawdown"]);
  });

  test("is canceled once live trading has no approval in force any more", () => {
    const { rig } = working();
    const { settings } = rig.state;
    if (settings === null) throw new Error("the rig has no settings");
    rig.state.settings = { ...settings, environment: "live" };
    rig.pass(250).pass(250);
    expect(rig.state.trading.holds).toMatchObject([{ source: "approval" }]);
    expect(canceled(rig)).toEqual(["no go-live approval is in force"]);
  });

  test("is canceled once its strategy is disabled", () => {
    const { rig } = working();
    const strategy = rig.state.strategies[CROSSOVER];
    if (strategy === undefined) throw new Error("no such strategy");
    rig.state.strategies[CROSSOVER] = { ...strategy, disabledBecause: "it threw" };
    rig.pass(250);
    expect(canceled(rig)).toEqual(["its strategy is disabled"]);
  });

  test("stays while nothing stops new risk", () => {
    const { rig } = working();
    rig.pass(250);
    expect(canceled(rig)).toEqual([]);
  });
});

test("an order toward flat stays when its symbol is restricted", () => {
  const { rig, entry } = working();
  rig.fill(entry, { id: "x1", quantity: formatQuantity(entry.quantity), price: "100.02" });
  const [exit] = rig.wish("SPY", 0);
  if (exit === undefined) throw new Error("the exit was denied");
  rig.accept(exit);
  restrict(rig);
  rig.pass(250);
  expect(canceled(rig)).toEqual([]);
});
