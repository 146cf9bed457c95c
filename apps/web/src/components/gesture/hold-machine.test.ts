import { describe, expect, test } from "vitest";
import {
  type HoldEvent,
  type HoldRules,
  type HoldState,
  holdStep,
  idleHold,
  nextTickMs,
} from "./hold-machine.ts";

const HOLD: HoldRules = { mode: "hold", holdMs: 800, armedMs: 4_000 };
const TWO_STEP: HoldRules = { mode: "two-step", holdMs: 800, armedMs: 4_000 };

/** Plays events and returns the phases passed through, the first included. */
function play(rules: HoldRules, events: readonly HoldEvent[]): readonly HoldState["phase"][] {
  let state = idleHold;
  return events.map((event) => {
    state = holdStep(state, event, rules);
    return state.phase;
  });
}

const press = (at: number): HoldEvent => ({ type: "press", at });
const release = (at: number): HoldEvent => ({ type: "release", at });
const tick = (at: number): HoldEvent => ({ type: "tick", at });
const click = (at: number): HoldEvent => ({ type: "click", at });

describe("holding down", () => {
  test("fires once the time is over, still held", () => {
    expect(play(HOLD, [press(0), tick(799), tick(800)])).toEqual(["holding", "holding", "fired"]);
  });

  test("is canceled by letting go early", () => {
    expect(play(HOLD, [press(0), release(400), tick(800)])).toEqual(["holding", "idle", "idle"]);
  });

  test("is canceled by leaving, blurring or Escape", () => {
    expect(play(HOLD, [press(0), { type: "cancel" }, tick(800)])).toEqual([
      "holding",
      "idle",
      "idle",
    ]);
  });

  test("fires once for a gesture that goes on", () => {
    const phases = play(HOLD, [press(0), tick(800), press(900), tick(1_700), { type: "rearm" }]);
    expect(phases).toEqual(["holding", "fired", "fired", "fired", "fired"]);
  });

  test("is ready again after it was let go", () => {
    const phases = play(HOLD, [press(0), tick(800), release(900), { type: "rearm" }, press(2_000)]);
    expect(phases).toEqual(["holding", "fired", "fired", "idle", "holding"]);
  });

  test("a second press while held does not restart the time", () => {
    expect(play(HOLD, [press(0), press(700), tick(800)])).toEqual(["holding", "holding", "fired"]);
  });

  test("assistive technology, which cannot hold, arms and confirms", () => {
    expect(play(HOLD, [click(0), click(1_000)])).toEqual(["armed", "fired"]);
  });
});

describe("arming and confirming", () => {
  test("fires on the second press", () => {
    expect(play(TWO_STEP, [press(0), release(50), press(1_000)])).toEqual([
      "armed",
      "armed",
      "fired",
    ]);
  });

  test("does not fire on a double click", () => {
    expect(play(TWO_STEP, [press(0), release(50), press(200)])).toEqual([
      "armed",
      "armed",
      "armed",
    ]);
  });

  test("does not fire while the first press is still down", () => {
    expect(play(TWO_STEP, [press(0), press(1_000), tick(1_100)])).toEqual([
      "armed",
      "armed",
      "armed",
    ]);
  });

  test("disarms by itself after four seconds, and at once on blur", () => {
    expect(play(TWO_STEP, [press(0), release(50), tick(4_000)])).toEqual([
      "armed",
      "armed",
      "idle",
    ]);
    expect(play(TWO_STEP, [press(0), release(50), { type: "cancel" }])).toEqual([
      "armed",
      "armed",
      "idle",
    ]);
  });
});

test("asks for a tick exactly when something can happen", () => {
  expect(nextTickMs(idleHold, 0, HOLD)).toBeNull();
  expect(nextTickMs({ phase: "holding", since: 100 }, 300, HOLD)).toBe(600);
  expect(nextTickMs({ phase: "armed", since: 0, down: false }, 5_000, HOLD)).toBe(0);
  expect(nextTickMs({ phase: "fired", down: true }, 0, HOLD)).toBeNull();
});
