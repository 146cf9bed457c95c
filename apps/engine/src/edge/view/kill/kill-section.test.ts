import { describe, expect, test } from "vitest";
import { killView } from "@interlock/api/view/kill-view";
import { commandId, clientOrderId, ticker, venueOrderId } from "@interlock/core/ids";
import type { KillMode } from "@interlock/core/kill/kill-terms";
import { price } from "@interlock/core/number/price";
import { quantity } from "@interlock/core/number/quantity";
import { bought, working } from "../../../../test/edge/bought.ts";
import { Screen } from "../../../../test/edge/screen.ts";
import { lastClosing } from "../../../../test/kill-rig.ts";
import { foreignOrder, Rig, venueOrder } from "../../../../test/rig.ts";
import { killHistory as historyView, killParts as partsView } from "@interlock/api/view/kill-view";
import { killHistory } from "./kill-receipt-section.ts";
import { killParts, killPreview } from "./kill-section.ts";

const engage = (rig: Rig, mode: KillMode) =>
  rig.command({ kind: "kill", mode, reason: "drill", includeStops: false });

const sweep = (rig: Rig, change: Partial<Parameters<typeof sweepOf>[1]> = {}) =>
  rig.give(sweepOf(rig, { openOrders: [], positions: [], ...change }));

function sweepOf(
  rig: Rig,
  seen: Pick<
    Extract<Parameters<Rig["give"]>[0], { kind: "venue_swept" }>,
    "openOrders" | "positions"
  >,
) {
  return { kind: "venue_swept" as const, killId: rig.state.kill?.killId ?? "", ...seen };
}

const killOf = (screen: Screen) => {
  const { kill } = screen.draw();
  return kill === null ? null : killView.parse(kill);
};

describe("a kill on the console", () => {
  test("is not there before there was one", () => {
    expect(killOf(new Screen(new Rig().ready()))).toBeNull();
  });

  test("claims nothing of the venue before the venue was looked at", () => {
    const { screen, rig } = working();
    engage(rig, "cancel");
    expect(killOf(screen)).toMatchObject({
      stage: "gate_closed",
      by: "Ada",
      via: "console",
      venueOpenOrders: null,
      venuePositions: null,
      cancels: { requested: 1, confirmed: 0, pending: 1 },
    });
  });

  test("counts a cancel as confirmed when the venue has confirmed it", () => {
    const { screen, rig, intent } = working();
    engage(rig, "cancel");
    sweep(rig, { openOrders: [venueOrder(intent)] });
    expect(killOf(screen)).toMatchObject({ stage: "canceling", venueOpenOrders: 1 });
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    sweep(rig);
    sweep(rig);
    expect(killOf(screen)).toMatchObject({
      stage: "proven",
      venueOpenOrders: 0,
      venuePositions: null,
      cancels: { requested: 1, confirmed: 1, pending: 0 },
    });
  });

  test("counts every order that was asked about, also those of others that were gone at the first look", () => {
    const rig = new Rig().ready();
    const screen = new Screen(rig);
    const others = ["e1", "e2", "e3", "e4"].map((id) =>
      foreignOrder({ venueOrderId: venueOrderId(id), clientOrderId: clientOrderId(id) }),
    );
    rig.snapshot({ openOrders: others });
    engage(rig, "flatten");
    sweep(rig, { openOrders: others.slice(3) });
    expect(killOf(screen)?.cancels.requested).toBe(4);
  });

  test("counts a cancel that was confirmed before the venue was first looked at", () => {
    const { screen, rig, intent } = working();
    engage(rig, "cancel");
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    sweep(rig);
    sweep(rig);
    expect(killOf(screen)).toMatchObject({
      stage: "proven",
      cancels: { requested: 1, confirmed: 1, pending: 0 },
    });
  });

  test("waits for no protective stop that it leaves at work", () => {
    const { screen, rig } = bought();
    for (const [bid, ask] of [
      ["90.00", "90.02"],
      ["89.99", "90.01"],
    ] as const) {
      rig.time += 100;
      screen.quote("SPY", bid, ask);
    }
    const stop = rig
      .told("order_approved")
      .find(({ intent }) => intent.purpose === "stop_loss")?.intent;
    if (stop === undefined) throw new Error("no stop");
    rig.accept(stop);
    engage(rig, "cancel");
    expect(screen.draw().counts.workingOrders).toBe(1);
    expect(killOf(screen)?.cancels).toEqual({ requested: 0, confirmed: 0, pending: 0 });
  });

  test("follows a flatten to the closing orders and through to the proof", () => {
    const { screen, rig } = bought();
    engage(rig, "flatten");
    const held = { symbol: ticker("SPY"), quantity: quantity("49"), averagePrice: "100" };
    sweep(rig, { positions: [held] });
    expect(killOf(screen)).toMatchObject({
      stage: "closing",
      venuePositions: 1,
      closes: { requested: 1, filled: 0, pending: 1, queued: 0 },
      residual: [{ what: "49 SPY" }],
    });
    const closing = rig
      .told("order_approved")
      .find(({ intent }) => intent.purpose === "flatten")?.intent;
    if (closing === undefined) throw new Error("nothing closes");
    rig.accept(closing);
    sweep(rig, { openOrders: [venueOrder(closing, { createdAt: rig.time })], positions: [held] });
    expect(killOf(screen)).toMatchObject({ venueOpenOrders: 1, cancels: { requested: 0 } });
    rig.fill(closing, { id: "x2", quantity: "49", price: "100.00" });
    // The first look was asked for before the fill.
    for (let looks = 0; looks < 3; looks += 1) sweep(rig);
    expect(killOf(screen)).toMatchObject({
      stage: "proven",
      closes: { requested: 1, filled: 1, pending: 0 },
      residual: [],
    });
  });

  test("counts an order that was canceled to be placed again neither as filled nor twice", () => {
    const { screen, rig } = bought();
    engage(rig, "flatten");
    const held = { symbol: ticker("SPY"), quantity: quantity("49"), averagePrice: "100" };
    for (let round = 0; round < 3; round += 1) {
      sweep(rig, { positions: [held] });
      const closing = lastClosing(rig);
      rig.accept(closing);
      rig.report(closing, { status: "canceled", venueStatus: "canceled" });
      rig.pass(5_000);
    }
    expect(rig.state.kill?.closesRequested).toBe(3);
    expect(killOf(screen)?.closes).toEqual({ requested: 1, filled: 0, pending: 1, queued: 0 });
  });

  test("counts a position as closed when the rest of a partial fill is", () => {
    const { screen, rig } = bought();
    engage(rig, "flatten");
    const held = { symbol: ticker("SPY"), quantity: quantity("49"), averagePrice: "100" };
    sweep(rig, { positions: [held] });
    const first = lastClosing(rig);
    rig.accept(first);
    rig.fill(first, { id: "x2", quantity: "20", price: "100.00" });
    rig.report(first, { status: "canceled", venueStatus: "canceled" });
    rig.pass(5_000);
    sweep(rig, { positions: [{ ...held, quantity: quantity("29") }] });
    expect(killOf(screen)?.closes).toMatchObject({ requested: 1, filled: 0, pending: 1 });
    const rest = lastClosing(rig);
    rig.accept(rest);
    rig.fill(rest, { id: "x3", quantity: "29", price: "100.00" });
    expect(killOf(screen)?.closes).toMatchObject({ requested: 1, filled: 1, pending: 0 });
  });

  test("waits for no protective stop of another program", () => {
    const { screen, rig } = bought();
    const stop = foreignOrder({
      symbol: ticker("SPY"),
      side: "sell",
      quantity: quantity("49"),
      type: "stop",
      pricing: { type: "stop", stopPrice: price("90") },
    });
    rig.snapshot({ openOrders: [stop] });
    engage(rig, "cancel");
    expect(killOf(screen)?.cancels.pending).toBe(0);
    engage(rig, "flatten");
    expect(killOf(screen)?.cancels.pending).toBe(1);
  });

  test("tells how long the gate took only where it was measured", () => {
    const { screen, rig } = working();
    rig.command({ kind: "kill", mode: "halt", reason: "", includeStops: false }, "k1");
    expect(killOf(screen)?.gateClosedMs).toBeNull();
    screen.book.killGate.answered("k1", 3.5);
    screen.book.killGate.answered("covered", 1);
    expect(killOf(screen)?.gateClosedMs).toBe(3.5);
    rig.command({ kind: "resume", reason: "the drill is over" });
    rig.command({ kind: "kill", mode: "halt", reason: "", includeStops: false }, "k2");
    expect(killOf(screen)?.gateClosedMs).toBeNull();
  });

  test("has one time for the gate: once it is on the receipt, that of the receipt", () => {
    const { screen, rig } = working();
    const body = { kind: "kill", mode: "halt", reason: "", includeStops: false } as const;
    const actor = { userId: "u1", name: "Ada", role: "owner" };
    rig.give({
      kind: "command",
      command: { commandId: commandId("k1"), actor, via: "console", body },
      hostAt: 1_000,
    });
    screen.book.killGate.answered("k1", 3.5);
    const killId = rig.state.kill?.killId ?? "";
    rig.give({ kind: "kill_gate_closed", killId, hostAt: 1_002 });
    expect(killOf(screen)?.gateClosedMs).toBe(2);
    const gate = killOf(screen)?.receipt?.stages.find(({ stage }) => stage === "gate_closed");
    expect(gate?.tookMs).toBe(2);
  });

  test("shows what is left when the market is closed, as waiting for the open", () => {
    const { screen, rig } = bought();
    rig.time = Date.UTC(2026, 5, 20, 15);
    engage(rig, "flatten");
    const held = { symbol: ticker("SPY"), quantity: quantity("49"), averagePrice: "100" };
    sweep(rig, { positions: [held] });
    expect(killOf(screen)).toMatchObject({ stage: "residual", closes: { queued: 1 } });
    const residual = screen.draw().events.find(({ kind }) => kind === "kill_advanced");
    expect(residual?.severity).toBe("critical");
  });

  test("is over once trading was resumed", () => {
    const { screen, rig } = working();
    engage(rig, "halt");
    expect(killOf(screen)).toMatchObject({ stage: "proven", venueOpenOrders: null });
    rig.command({ kind: "resume", reason: "the drill is over" });
    expect(killOf(screen)?.stage).toBe("resumed");
  });

  test("of the watchdog is shown as the watchdog's", () => {
    const latch = {
      mode: "cancel" as const,
      includeStops: false,
      reason: "no heartbeat",
      by: "watchdog",
    };
    const screen = new Screen(new Rig().ready({ latch }));
    expect(killOf(screen)).toMatchObject({ via: "watchdog", by: "watchdog" });
  });
});

describe("the preview under the finger", () => {
  const preview = (screen: Screen) => {
    screen.draw();
    return killPreview(screen.book, screen.clock().venueTime);
  };

  test("counts every open order, those of other programs too, and positions with their worth", () => {
    const { screen, rig } = bought();
    rig.snapshot({ openOrders: [foreignOrder()] });
    expect(preview(screen).sentence).toMatch(/^1 open order, 1 position worth \$4,900.49;/);
    expect(preview(screen)).toMatchObject({
      openOrders: 1,
      positions: 1,
      grossExposure: "4900.49",
      protectiveStops: 0,
      session: "regular",
    });
  });

  test("warns at the hour of the venue, not of the last journal entry, that the market is closed", () => {
    const { screen, rig } = bought();
    rig.time = Date.UTC(2026, 5, 20, 15);
    const { session, sentence } = preview(screen);
    expect(session).toBe("closed");
    expect(sentence).toContain("at the next open");
  });
});

describe("K09 kills of parts of the account on the console", () => {
  const scope = { kind: "symbol", symbol: ticker("SPY") } as const;

  test("are shown beside the kill of everything, with what else there is to stop", () => {
    const { screen, rig } = working();
    rig.command({ kind: "kill", mode: "cancel", reason: "", includeStops: false, scope });
    const view = partsView.parse(killParts(screen.follow().book));
    expect(view.kills).toMatchObject([{ scope: "symbol:SPY", cancels: { requested: 1 } }]);
    expect(view.symbols).toContain("SPY");
    expect(view.strategies.length).toBeGreaterThan(0);
    expect(killOf(screen)).toBeNull();
  });

  test("the preview of a part counts it alone", () => {
    const { screen, rig } = working();
    const counted = (symbol: string) =>
      killPreview(screen.follow().book, rig.time, { kind: "symbol", symbol: ticker(symbol) })
        .openOrders;
    expect([counted("SPY"), counted("IBM")]).toEqual([1, 0]);
  });
});

describe("the list of kills", () => {
  const kill = (rig: ReturnType<typeof working>["rig"], part: object) =>
    rig.command({ kind: "kill", mode: "halt", reason: "", includeStops: false, ...part });
  const listed = (screen: ReturnType<typeof working>["screen"]) =>
    historyView.parse(killHistory(screen.follow().book.state));

  test("keeps every kill with its receipt when another follows, newest first", () => {
    const { screen, rig } = working();
    kill(rig, { reason: "first" });
    rig.pass(1_000);
    kill(rig, { mode: "cancel", reason: "second" });
    expect(listed(screen)).toMatchObject([
      { mode: "cancel", reason: "second", result: "under_way", orders: 1 },
      { mode: "halt", reason: "first", result: "proven", by: "Ada" },
    ]);
    expect(listed(screen)[1]?.receipt?.stages).toMatchObject([{ stage: "requested" }]);
  });

  test("keeps a kill of a part after it was resumed, and the latest twenty in all", () => {
    const { screen, rig } = working();
    const scope = { kind: "symbol", symbol: ticker("IBM") } as const;
    for (let made = 0; made < 22; made += 1) {
      kill(rig, { scope });
      rig.command({ kind: "resume", reason: "looked at it all", scope });
      rig.pass(1_000);
    }
    expect(listed(screen)).toHaveLength(20);
    expect(listed(screen)[0]).toMatchObject({ killId: "kill-22", scope: "symbol:IBM" });
  });
});

describe("the receipt of a kill", () => {
  test("has every stage and order with its times, and a drill's is kept as one", () => {
    const { screen, rig, intent } = working();
    const command = { kind: "kill", mode: "cancel", reason: "", includeStops: false } as const;
    rig.command({ ...command, drill: true });
    rig.give({ kind: "kill_gate_closed", killId: "kill-1", hostAt: 1_100 });
    rig.pass(400);
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    for (let looks = 0; looks < 2; looks += 1) sweep(rig);
    const shown = killOf(screen);
    expect(shown).toMatchObject({ drill: true, stage: "proven" });
    expect(shown?.receipt?.stages.map(({ stage }) => stage)).toEqual([
      "requested",
      "gate_closed",
      "last_cancel_confirmed",
      "proven",
    ]);
    expect(shown?.receipt?.orders).toEqual([
      expect.objectContaining({ askedAt: rig.time - 400, confirmedAt: rig.time }),
    ]);
    expect(killParts(screen.book).drills).toMatchObject([
      { mode: "cancel", scope: "everything", by: "Ada", orders: 1, closings: 0 },
    ]);
  });
});
