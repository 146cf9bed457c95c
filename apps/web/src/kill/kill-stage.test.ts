import { describe, expect, test } from "vitest";
import { buildKillView } from "../../test/build-kill-view.ts";
import { isKillActive, killResult, killSteps, pendingSince } from "./kill-stage.ts";

const stepsOf = (part: Parameters<typeof buildKillView>[0]) =>
  killSteps(buildKillView(part)).map(({ key, state }) => `${key} ${state}`);

describe("the progress of a kill", () => {
  test("names who made a kill stronger beside who asked for it, and never as one", () => {
    const asked = { mode: "cancel", by: "Ada", via: "console", reason: "" } as const;
    const raised = { from: "halt", by: "watchdog", reason: "no sign of life for 5 s" } as const;
    expect(killSteps(buildKillView({ ...asked, raised }))[0]?.detail).toBe(
      "a halt by Ada via console; made a cancel of all by watchdog, “no sign of life for 5 s”",
    );
    expect(killSteps(buildKillView(asked))[0]?.detail).toBe("by Ada via console");
  });

  test("has only the steps of its mode", () => {
    expect(stepsOf({ mode: "halt" }).map((step) => step.split(" ")[0])).toEqual([
      "requested",
      "gate",
    ]);
    expect(stepsOf({ mode: "flatten" })).toHaveLength(5);
  });

  test("is not proven by confirmed cancels: the venue must show it", () => {
    const canceled = buildKillView({
      stage: "canceling",
      cancels: { requested: 12, confirmed: 12, pending: 0 },
      venueOpenOrders: 0,
      cleanSweeps: 1,
    });
    expect(killResult(canceled)).toBe("IN PROGRESS");
    expect(killSteps(canceled).at(-1)).toMatchObject({ key: "venue", state: "running" });
  });

  test("shows pending cancels as running and as trouble once they are residual", () => {
    const cancels = { requested: 12, confirmed: 11, pending: 1 };
    expect(stepsOf({ stage: "canceling", gateClosedAt: 1, cancels })).toContain("cancels running");
    expect(stepsOf({ stage: "residual", gateClosedAt: 1, cancels })).toContain("cancels trouble");
  });

  test.each([
    ["halt", "HALTED"],
    ["cancel", "NO OPEN ORDERS"],
    ["flatten", "FLAT"],
  ] as const)("names the proven result of %s %s", (mode, result) => {
    expect(killResult(buildKillView({ mode, stage: "proven" }))).toBe(result);
  });

  test("never calls a residual flat", () => {
    expect(killResult(buildKillView({ mode: "flatten", stage: "residual" }))).toBe("RESIDUAL");
  });

  test("counts closes by positions, those that wait for the open apart", () => {
    const closes = { requested: 3, filled: 1, pending: 2, queued: 0 };
    const close = killSteps(buildKillView({ mode: "flatten", stage: "closing", closes }))[3];
    expect(close).toMatchObject({
      key: "closes",
      detail: "3 positions · 1 closed · 2 pending",
      state: "running",
    });
  });

  test("claims no closing order that nobody counted, and no time where the clock stood still", () => {
    const closes = { requested: 0, filled: 0, pending: 0, queued: 0 };
    const view = { mode: "flatten", stage: "proven", closes, provenAt: 1_000 } as const;
    const steps = killSteps(buildKillView(view));
    expect(steps[3]?.detail).toBe("no closing order of ours counted: the venue shows the result");
    expect(steps.at(-1)?.latencyMs).toBeNull();
  });

  test("knows since when the oldest cancel waits, and of none once every one is confirmed", () => {
    const order = { what: "buy 1 SPY", confirmedAt: null };
    const orders = [
      { ...order, id: "a", askedAt: 1_000, confirmedAt: 1_500 },
      { ...order, id: "b", askedAt: 3_000 },
      { ...order, id: "c", askedAt: 2_000 },
    ];
    const cancels = { requested: 3, confirmed: 1, pending: 2 };
    const receipt = { stages: [], orders };
    expect(pendingSince(buildKillView({ cancels, receipt }))).toBe(2_000);
    const done = { requested: 3, confirmed: 3, pending: 0 };
    expect(pendingSince(buildKillView({ cancels: done, receipt }))).toBeNull();
  });

  test("counts an unknown number as unknown", () => {
    const venue = killSteps(buildKillView({ mode: "flatten", venueOpenOrders: 1 })).at(-1);
    expect(venue?.detail).toBe("1 open order · — positions · clean sweeps 0 of 2");
  });

  test("is under way until it is proven, residual or resumed", () => {
    const stages = [
      "none",
      "requested",
      "gate_closed",
      "canceling",
      "closing",
      "proven",
      "residual",
      "resumed",
    ] as const;
    expect(stages.filter(isKillActive)).toEqual([
      "requested",
      "gate_closed",
      "canceling",
      "closing",
    ]);
  });
});
