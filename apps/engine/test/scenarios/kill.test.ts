import { describe, expect, test } from "vitest";
import { formatQuantity, quantity } from "@interlock/core/number/quantity";
import { ticker } from "@interlock/core/ids";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { VenueOrder, VenuePosition } from "@interlock/core/order/execution-report";
import type { KillMode } from "../../src/operator/operator-command.ts";
import { foreignOrder, Rig, venueOrder } from "../rig.ts";

function working(): { readonly rig: Rig; readonly intent: OrderIntent } {
  const rig = new Rig().ready();
  rig.quote("SPY", "100.00", "100.02");
  const [intent] = rig.wish("SPY", 1);
  if (intent === undefined) throw new Error("no order");
  rig.accept(intent);
  return { rig, intent };
}

const kill = (rig: Rig, mode: KillMode, includeStops = false) =>
  rig.command({ kind: "kill", mode, reason: "test of the switch", includeStops });

const sweep = (
  rig: Rig,
  openOrders: readonly VenueOrder[],
  positions: readonly VenuePosition[] = [],
) => rig.give({ kind: "venue_swept", killId: rig.state.kill?.killId ?? "", openOrders, positions });

const position = (shares: string): VenuePosition => ({
  symbol: ticker("SPY"),
  quantity: quantity(shares),
  averagePrice: "100",
});

describe("a kill", () => {
  test("closes the gate in the same journal entry that records it", () => {
    const { rig } = working();
    const { records } = kill(rig, "halt");
    expect(records.map(({ kind }) => kind)).toEqual([
      "trading_held",
      "kill_requested",
      "kill_advanced",
      "command_answered",
    ]);
    expect(rig.wish("SPY", -1)).toEqual([]);
    expect(rig.state.trading.state).toBe("halted");
  });

  test("in mode cancel asks at once for every order of ours and is not done by asking", () => {
    const { rig } = working();
    kill(rig, "cancel");
    expect(rig.asked("cancel_order")).toHaveLength(1);
    expect(rig.state.kill?.stage).toBe("gate_closed");
  });

  test("is proven only when the venue shows nothing open twice in a row", () => {
    const { rig, intent } = working();
    kill(rig, "cancel");
    sweep(rig, [venueOrder(intent)]);
    expect(rig.state.kill).toMatchObject({ stage: "canceling", venueOpenOrders: 1 });
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    sweep(rig, []);
    expect(rig.state.kill?.stage).not.toBe("proven");
    sweep(rig, []);
    expect(rig.state.kill?.stage).toBe("proven");
  });

  test("cancels again what the venue still shows, whoever placed it", () => {
    const { rig } = working();
    kill(rig, "cancel");
    const foreign = foreignOrder();
    sweep(rig, [foreign]);
    expect(rig.asked("cancel_order").map(({ venueOrderId }) => venueOrderId)).toContain(
      foreign.venueOrderId,
    );
  });

  test("looks again when the venue does not answer", () => {
    const { rig } = working();
    kill(rig, "cancel");
    rig.give({ kind: "venue_query_failed", what: "sweep", reason: "503" });
    const before = rig.asked("sweep_venue").length;
    rig.pass(250);
    expect(rig.asked("sweep_venue")).toHaveLength(before + 1);
  });

  test("asked for twice with one command id has one effect and one answer", () => {
    const { rig } = working();
    const body = { kind: "kill", mode: "cancel", reason: "", includeStops: false } as const;
    for (let times = 0; times < 50; times += 1) rig.command(body, "same");
    expect(rig.told("kill_requested")).toHaveLength(1);
    expect(new Set(rig.asked("answer_command").map(({ sentence }) => sentence)).size).toBe(1);
  });

  test("grows stronger, never weaker", () => {
    const { rig } = working();
    kill(rig, "cancel");
    kill(rig, "halt");
    expect(rig.state.kill?.mode).toBe("cancel");
    kill(rig, "flatten");
    expect(rig.state.kill?.mode).toBe("flatten");
  });

  test("survives a restart: the engine comes up halted and goes on until it is proven", () => {
    const { rig, intent } = working();
    kill(rig, "cancel");
    rig.ready();
    expect(rig.state.trading.state).toBe("halted");
    rig.pass(250);
    expect(rig.asked("sweep_venue").length).toBeGreaterThan(1);
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    sweep(rig, []);
    sweep(rig, []);
    expect(rig.state.kill?.stage).toBe("proven");
  });

  test("latched by the watchdog while the engine was away holds it from its first input on", () => {
    const rig = new Rig().ready({
      latch: { mode: "cancel", reason: "no heartbeat", by: "watchdog" },
    });
    expect(rig.state.trading.state).toBe("halted");
    expect(rig.state.kill?.via).toBe("watchdog");
  });
});

describe("a flatten", () => {
  const holding = () => {
    const { rig, intent } = working();
    rig.fill(intent, { id: "x1", quantity: formatQuantity(intent.quantity), price: "100.01" });
    const shares = formatQuantity(intent.quantity);
    kill(rig, "flatten");
    return { rig, shares };
  };

  test("closes what the venue holds through the same gate as any order", () => {
    const { rig, shares } = holding();
    sweep(rig, [], [position(shares)]);
    const closing = rig.told("order_approved").at(-1);
    expect(closing?.intent).toMatchObject({ side: "sell", purpose: "flatten", symbol: "SPY" });
    expect(rig.state.kill?.closesRequested).toBe(1);
  });

  test("does not send a second closing order while the first is under way", () => {
    const { rig, shares } = holding();
    sweep(rig, [], [position(shares)]);
    sweep(rig, [], [position(shares)]);
    rig.pass(10_000);
    sweep(rig, [], [position(shares)]);
    expect(
      rig.told("order_approved").filter(({ intent }) => intent.purpose === "flatten"),
    ).toHaveLength(1);
  });

  test("is proven when the venue is flat twice", () => {
    const { rig, shares } = holding();
    sweep(rig, [], [position(shares)]);
    const closing = rig.told("order_approved").at(-1)?.intent;
    if (closing === undefined) throw new Error("no closing order");
    rig.accept(closing);
    rig.fill(closing, { id: "x2", quantity: shares, price: "99.98" });
    sweep(rig, []);
    sweep(rig, []);
    expect(rig.state.kill).toMatchObject({ stage: "proven", venuePositions: 0 });
  });

  test("while the market is closed says what is left instead of calling itself done", () => {
    const { rig, shares } = holding();
    rig.time = Date.UTC(2026, 5, 17, 2, 0, 0);
    sweep(rig, [], [position(shares)]);
    expect(rig.state.kill?.stage).toBe("residual");
    expect(rig.state.kill?.residual[0]?.why).toContain("closed");
  });
});

describe("resume", () => {
  test("is refused while a kill is not proven", () => {
    const { rig } = working();
    kill(rig, "cancel");
    rig.command({ kind: "resume", reason: "all is well again" });
    expect(rig.asked("answer_command").at(-1)?.accepted).toBe(false);
    expect(rig.state.trading.state).toBe("halted");
  });

  test("needs a reason and then makes trading active", () => {
    const { rig } = working();
    kill(rig, "halt");
    rig.command({ kind: "resume", reason: " " });
    expect(rig.state.trading.state).toBe("halted");
    rig.command({ kind: "resume", reason: "checked, was a drill" });
    expect(rig.state.trading.state).toBe("active");
  });
});
