/**
 * When a control that needs a deliberate gesture fires. Two ways: hold it down for `holdMs` and let go to
 * cancel, or arm
 * it and confirm within `armedMs`. One gesture fires once: after firing, everything is ignored until it is let go.
 */

export type FireMode = "hold" | "two-step";

export interface HoldRules {
  readonly mode: FireMode;
  readonly holdMs: number;
  readonly armedMs: number;
}

export type HoldState =
  | { readonly phase: "idle" }
  | { readonly phase: "holding"; readonly since: number }
  | { readonly phase: "armed"; readonly since: number; readonly down: boolean }
  | { readonly phase: "fired"; readonly down: boolean };

/**
 * `press` and `release` come from pointer and keyboard alike; `cancel` is leaving, blurring or Escape. `click` is what
 * assistive technology sends where nothing can be held: it arms, and a second one confirms, in either mode.
 */
export type HoldEvent =
  | { readonly type: "press"; readonly at: number }
  | { readonly type: "release"; readonly at: number }
  | { readonly type: "click"; readonly at: number }
  | { readonly type: "tick"; readonly at: number }
  | { readonly type: "cancel" }
  | { readonly type: "rearm" };

export const idleHold: HoldState = { phase: "idle" };

/** Below this a second press belongs to the same double click and does not confirm. */
const DOUBLE_CLICK_MS = 350;

/** Returns the state after an event. The caller acts when the phase becomes "fired". */
export function holdStep(state: HoldState, event: HoldEvent, rules: HoldRules): HoldState {
  switch (event.type) {
    case "press":
      return press(state, event.at, rules);
    case "click":
      return click(state, event.at);
    case "release":
      return release(state);
    case "tick":
      return tick(state, event.at, rules);
    case "cancel":
      return state.phase === "fired" ? { phase: "fired", down: false } : idleHold;
    case "rearm":
      return state.phase === "fired" && !state.down ? idleHold : state;
  }
}

function press(state: HoldState, at: number, rules: HoldRules): HoldState {
  if (state.phase === "idle") {
    return rules.mode === "hold"
      ? { phase: "holding", since: at }
      : { phase: "armed", since: at, down: true };
  }
  return state.phase === "armed" && !state.down ? confirm(state, at) : state;
}

function click(state: HoldState, at: number): HoldState {
  if (state.phase === "idle") return { phase: "armed", since: at, down: false };
  if (state.phase !== "armed") return state;
  const confirmed = confirm(state, at);
  return confirmed.phase === "fired" ? { phase: "fired", down: false } : confirmed;
}

function confirm(state: HoldState & { phase: "armed" }, at: number): HoldState {
  return at - state.since < DOUBLE_CLICK_MS ? state : { phase: "fired", down: true };
}

function release(state: HoldState): HoldState {
  if (state.phase === "holding") return idleHold;
  if (state.phase === "armed" || state.phase === "fired") return { ...state, down: false };
  return state;
}

function tick(state: HoldState, at: number, rules: HoldRules): HoldState {
  if (state.phase === "holding" && at - state.since >= rules.holdMs) {
    return { phase: "fired", down: true };
  }
  if (state.phase === "armed" && at - state.since >= rules.armedMs) return idleHold;
  return state;
}

/** Returns after how many milliseconds from `at` a tick is needed, or null when none is. */
export function nextTickMs(state: HoldState, at: number, rules: HoldRules): number | null {
  if (state.phase === "holding") return Math.max(0, rules.holdMs - (at - state.since));
  if (state.phase === "armed") return Math.max(0, rules.armedMs - (at - state.since));
  return null;
}
