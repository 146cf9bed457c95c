import type { LiveFrame, LiveView } from "@interlock/api/view/live-view";
import { describe, expect, test } from "vitest";
import { buildEngineView, buildLiveView } from "../../test/build-live-view.ts";
import {
  applyFrame,
  applyPoll,
  emptyLiveState,
  figureAgeMs,
  heartbeatAgeMs,
  type LiveState,
  startStream,
} from "./live-state.ts";

const at = (monotonic: number, wall = monotonic) => ({ monotonic, wall });

function snapshot(view: LiveView, seq = 1, serverTime = 0): LiveFrame {
  return { type: "snapshot", seq, serverTime, view };
}

function applied(state: LiveState, frame: LiveFrame, monotonic: number): LiveState {
  const next = applyFrame(state, frame, at(monotonic));
  if (next === null) throw new Error("the frame was not applied");
  return next;
}

const started = applied(emptyLiveState, snapshot(buildLiveView()), 0);

describe("the live state", () => {
  test("takes a snapshot of any sequence number as the start of a stream", () => {
    expect(applied(emptyLiveState, snapshot(buildLiveView(), 77), 0).seq).toBe(77);
  });

  test("replaces the sections of a patch and keeps the others as they are", () => {
    const counts = { ...buildLiveView().counts, workingOrders: 3 };
    const next = applied(started, { type: "patch", seq: 2, serverTime: 0, view: { counts } }, 10);
    expect(next.view?.counts.workingOrders).toBe(3);
    expect(next.view?.account).toBe(started.view?.account);
    expect(next.sectionReceivedAt.counts).toBe(10);
    expect(next.sectionReceivedAt.account).toBe(0);
  });

  test("takes null for the kill section as the end of a kill, not as no news", () => {
    const killed = applied(
      started,
      { type: "patch", seq: 2, serverTime: 0, view: { kill: null } },
      10,
    );
    expect(killed.view?.kill).toBeNull();
    expect(killed.sectionReceivedAt.kill).toBe(10);
  });

  test("W16 applies nothing after a gap", () => {
    const late: LiveFrame = { type: "patch", seq: 3, serverTime: 0, view: {} };
    expect(applyFrame(started, late, at(10))).toBeNull();
  });

  test("applies no patch before a stream's snapshot", () => {
    const restarted = startStream(started);
    const patch: LiveFrame = { type: "patch", seq: 2, serverTime: 0, view: {} };
    expect(applyFrame(restarted, patch, at(10))).toBeNull();
    expect(restarted.view).toBe(started.view);
  });

  test("ages a figure by its source plus the time since its section was received", () => {
    expect(figureAgeMs(started, "account", { ageMs: 1_500, now: 2_000 })).toBe(3_500);
    expect(figureAgeMs(started, "account", { ageMs: null, now: 2_000 })).toBeNull();
    expect(figureAgeMs(emptyLiveState, "account", { ageMs: 0, now: 0 })).toBeNull();
  });

  test("ages the heartbeat by the server's own clock, so a wrong local clock does not matter", () => {
    const frame: LiveFrame = {
      type: "heartbeat",
      seq: 2,
      serverTime: 50_000,
      engineHeartbeatAt: 49_200,
    };
    const beaten = applyFrame(started, frame, { monotonic: 100, wall: -999 });
    expect(beaten).not.toBeNull();
    expect(heartbeatAgeMs(beaten ?? started, 1_100)).toBe(1_800);
  });

  test("counts a polled heartbeat that moved as alive, and one that stands as aging", () => {
    const first = applyPoll(
      emptyLiveState,
      buildLiveView({ engine: buildEngineView({ heartbeatAt: 10_000 }) }),
      at(0),
    );
    const moved = applyPoll(
      first,
      buildLiveView({ engine: buildEngineView({ heartbeatAt: 12_000 }) }),
      at(2_000),
    );
    const stood = applyPoll(
      moved,
      buildLiveView({ engine: buildEngineView({ heartbeatAt: 12_000 }) }),
      at(4_000),
    );
    expect(heartbeatAgeMs(moved, 2_000)).toBe(0);
    expect(heartbeatAgeMs(stood, 4_000)).toBe(2_000);
  });
});
