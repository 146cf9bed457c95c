import type { OrderIntent } from "@interlock/core/order/order-intent";
import { describe, expect, test } from "vitest";
import { killSentence } from "../../src/edge/view/kill/kill-sentence.ts";
import { answerOf, holding, kill, position, sweep, working } from "../kill-rig.ts";
import { foreignOrder, Rig, venueOrder } from "../rig.ts";

/** Has the venue confirm the end of an order, and show nothing until the kill is proven. */
function prove(rig: Rig, intent: OrderIntent): void {
  rig.report(intent, { status: "canceled", venueStatus: "canceled" });
  for (let looks = 0; looks < 2; looks += 1) sweep(rig, []);
  expect(rig.state.kill?.stage).toBe("proven");
}

describe("a kill", () => {
  test("closes the gate in the same journal entry that records it", () => {
    const { rig } = working();
    const { records } = kill(rig, "halt");
    expect(records.map(({ kind }) => kind)).toEqual([
      "trading_held",
      "kill_requested",
      "kill_evidence",
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

  test("B27 is proven only when the venue shows nothing open twice in a row", () => {
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

  test("B27 is not proven by a look that an order may have overtaken: it looks again", () => {
    const { rig, intent } = working();
    kill(rig, "cancel");
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    sweep(rig, []);
    rig.report(intent, foreignOrder());
    sweep(rig, []);
    expect(rig.state.kill).toMatchObject({ stage: "gate_closed", cleanSweeps: 0 });
    for (let looks = 0; looks < 2; looks += 1) sweep(rig, []);
    expect(rig.state.kill?.stage).toBe("proven");
  });

  test("B27 cancels again what the venue still shows, whoever placed it", () => {
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
    rig.pass(250).pass(250);
    expect(rig.asked("sweep_venue")).toHaveLength(before + 1);
  });

  test("K06 asked for twice with one command id has one effect and one answer", () => {
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

  test("removes stops too once somebody asks for it, before the proof and after", () => {
    for (const proven of [false, true]) {
      const { rig, intent } = working();
      kill(rig, "cancel");
      if (proven) prove(rig, intent);
      kill(rig, "cancel", true);
      expect(rig.state.kill).toMatchObject({ includeStops: true, stage: "gate_closed" });
      kill(rig, "flatten");
      kill(rig, "cancel");
      expect(rig.state.kill).toMatchObject({ mode: "flatten", includeStops: true });
    }
  });

  test("asked for again after its proof has the venue looked at again", () => {
    const { rig, intent } = working();
    kill(rig, "cancel");
    rig.report(intent, { status: "canceled", venueStatus: "canceled" });
    for (let looks = 0; looks < 2; looks += 1) sweep(rig, []);
    expect(rig.state.kill?.stage).toBe("proven");
    const looks = rig.asked("sweep_venue").length;
    kill(rig, "cancel");
    expect(answerOf(rig)).toMatch(/looked at again/);
    expect(rig.asked("sweep_venue")).toHaveLength(looks + 1);
    const late = foreignOrder();
    sweep(rig, [late]);
    expect(rig.state.kill?.stage).toBe("canceling");
    expect(rig.asked("cancel_order").at(-1)?.venueOrderId).toBe(late.venueOrderId);
  });

  test("asked for again while it runs is covered by it, and looks at once", () => {
    const { rig, intent } = working();
    kill(rig, "cancel");
    sweep(rig, [venueOrder(intent)]);
    const looks = rig.asked("sweep_venue").length;
    kill(rig, "cancel");
    expect(answerOf(rig)).toMatch(/it covers this one/);
    expect(rig.told("kill_requested")).toHaveLength(1);
    expect(rig.asked("sweep_venue")).toHaveLength(looks + 1);
  });

  test("a halt in force covers another, which is answered with who halted when, is on record, and changes nothing at the venue", () => {
    const { rig } = working();
    kill(rig, "halt");
    const at = new Date(rig.time).toISOString();
    rig.pass(60_000);
    kill(rig, "halt");
    expect(answerOf(rig)).toMatch(
      new RegExp(`^Trading is already halted: Ada asked for kill-1 in mode halt at ${at}`),
    );
    expect(rig.told("kill_requested")).toHaveLength(1);
    expect(rig.told("command_answered").filter(({ body }) => body.kind === "kill")).toMatchObject([
      { accepted: true },
      { accepted: true, sentence: answerOf(rig) },
    ]);
    expect(rig.asked("sweep_venue")).toEqual([]);
  });

  test("counts no look that was asked for by a weaker kill before it", () => {
    const { rig } = holding();
    kill(rig, "cancel");
    const before = rig.state.kill?.killId ?? "";
    kill(rig, "flatten");
    for (let looks = 0; looks < 3; looks += 1)
      rig.give({ kind: "venue_swept", killId: before, openOrders: [], positions: [] });
    expect(rig.state.kill).toMatchObject({ mode: "flatten", stage: "gate_closed" });
  });

  test("C07 K08 survives a restart: the engine comes up halted and goes on until it is proven", () => {
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

  test("that a person asked for as a halt and the watchdog made a cancel is journaled with whose act each was", () => {
    const rig = new Rig();
    const raised = { from: "halt", by: "watchdog", reason: "no sign of life for 5 s" } as const;
    rig.ready({
      latch: { mode: "cancel", includeStops: false, reason: "odd prices", by: "Ada", raised },
    });
    const [asked, ...others] = rig.told("kill_requested");
    expect(others).toEqual([]);
    expect(asked).toMatchObject({ mode: "cancel", by: "Ada", reason: "odd prices", raised });
    expect(rig.state.kill).toMatchObject({ mode: "cancel", by: "Ada", raised });
    if (asked === undefined) throw new Error("nothing was journaled");
    expect(killSentence(asked)).toBe(
      "Kill switch, mode halt, by Ada through watchdog: odd prices; made cancel by watchdog: no sign of life for 5 s.",
    );
  });

  test("that the watchdog latched, too, is one kill after a restart, proven or not", () => {
    const latch = { mode: "cancel", includeStops: false, reason: "test", by: "Ada" } as const;
    for (const proven of [false, true]) {
      const { rig, intent } = working();
      kill(rig, "cancel");
      if (proven) prove(rig, intent);
      rig.ready({ latch });
      expect(rig.told("kill_requested")).toHaveLength(1);
      expect(rig.state.kill).toMatchObject({ by: "Ada", via: "console" });
      rig.ready({ latch: { ...latch, mode: "flatten", includeStops: true, by: "Bo" } });
      expect(rig.state.kill).toMatchObject({ mode: "flatten", includeStops: true, by: "Bo" });
    }
  });

  test("latched by the watchdog while the engine was away holds it from its first input on", () => {
    const rig = new Rig().ready({
      latch: { mode: "cancel", includeStops: false, reason: "no heartbeat", by: "watchdog" },
    });
    expect(rig.state.trading.state).toBe("halted");
    expect(rig.state.kill?.via).toBe("watchdog");
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

  test("says what is left of a kill that is not proven", () => {
    const { rig, shares } = holding();
    kill(rig, "flatten");
    sweep(rig, [], [position(shares)]);
    rig.command({ kind: "resume", reason: "all is well again" });
    expect(answerOf(rig)).toMatch(/0 open orders and 1 position/);
  });

  test("after the proof is not undone by a look that was still under way", () => {
    const { rig, intent } = working();
    kill(rig, "cancel");
    prove(rig, intent);
    rig.command({ kind: "resume", reason: "checked, was a drill" });
    const cancels = rig.asked("cancel_order").length;
    sweep(rig, [foreignOrder()]);
    expect(rig.state.trading.state).toBe("active");
    expect(rig.asked("cancel_order")).toHaveLength(cancels);
  });

  test("K12 is refused from a page that shows an older kill than the one in force", () => {
    const { rig, intent } = working();
    kill(rig, "halt");
    const seen = rig.state.kill?.killId ?? "";
    kill(rig, "cancel");
    prove(rig, intent);
    const resume = { kind: "resume", reason: "checked, was a drill" } as const;
    rig.command({ ...resume, seenKillId: seen });
    expect(answerOf(rig)).toMatch(/Not resumed: the page shows/);
    expect(rig.state.trading.state).toBe("halted");
    rig.command({ ...resume, seenKillId: rig.state.kill?.killId });
    expect(rig.state.trading.state).toBe("active");
  });

  test("begins a new kill with the next gesture", () => {
    const { rig, intent } = working();
    kill(rig, "flatten");
    prove(rig, intent);
    rig.command({ kind: "resume", reason: "checked, was a drill" });
    kill(rig, "cancel");
    expect(rig.state.kill).toMatchObject({ mode: "cancel", stage: "gate_closed" });
  });

  test("says so when the database still keeps new risk away", () => {
    const { rig, intent } = working();
    kill(rig, "cancel");
    prove(rig, intent);
    rig.give({ kind: "projection_lag", lagMs: 60_000 });
    rig.command({ kind: "resume", reason: "checked, was a drill" });
    expect(answerOf(rig)).toMatch(/New risk stays refused until the database has caught up/);
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
