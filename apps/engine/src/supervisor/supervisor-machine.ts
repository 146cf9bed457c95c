import { assert } from "@interlock/core/assert";
import { type ChildName, CHILD_NAMES } from "./run-files.ts";

/**
 * What the supervisor does, as one state machine. Pure: events and the monotonic time go in, the next state and actions
 * come out.
 *
 * 1. Children start one after another, each once the one before it is ready; a child that ends before everything was
 *    ready ends the start, with its own words.
 * 2. Later a child that ends is started again: at once the first time, then with growing delay.
 * 3. An engine that ended three times within five minutes starts halted, and stays so until a person resumes it.
    A child that is not ready in time is ended by force, which is no crash; one that said that it works may take its
 *    time, but for the very first start.
 * 4. No engine is started while somebody closes positions without it.
 * 5. A stop ends the children in reverse order, each with a signal and time to drain before it is ended by force.
 */

/** Where one child stands. */
export type ChildPhase = "waiting" | "starting" | "ready" | "delayed" | "stopping" | "ended";

/** One child. Times are monotonic milliseconds. */
export interface ChildState {
  readonly name: ChildName;
  readonly phase: ChildPhase;
  /** When the phase began. */
  readonly since: number;
  /** When it is started again, in phase "delayed". */
  readonly retryAt: number;
  /** When it ended by itself, within the last five minutes. */
  readonly crashes: readonly number[];
  /** What is known of the start under way; absent: nothing yet. */
  readonly start?: "alive" | "forced";
}

/** The whole supervisor. */
export interface SupervisorState {
  readonly phase: "starting" | "running" | "stopping" | "stopped";
  /** In the order in which they start. */
  readonly children: readonly ChildState[];
  readonly outcome: Outcome;
  /** When a person was last told that no engine may start now; absent while one may. */
  readonly heldToldAt?: number;
}

/** How a run ends: the process's exit code, and a sentence where something went wrong. */
export interface Outcome {
  readonly code: number;
  readonly sentence: string;
}

/** What happens to the supervisor. */
export type SupervisorEvent =
  | { readonly kind: "begin" }
  /** It works, and may wait for something that is not in its hands before it is ready. */
  | { readonly kind: "alive"; readonly child: ChildName }
  /** It gets on, and says so: its time to get ready begins anew. */
  | { readonly kind: "moves"; readonly child: ChildName }
  | { readonly kind: "ready"; readonly child: ChildName }
  | { readonly kind: "exited"; readonly child: ChildName; readonly detail: string }
  /** Several times a second. `engineHeld` says why no engine may start now; empty when one may. */
  | { readonly kind: "tick"; readonly engineHeld: string }
  | { readonly kind: "stop"; readonly outcome: Outcome }
  /** Somebody has no patience: everything ends by force. */
  | { readonly kind: "stop_now" };

/** What the supervisor has to do. */
export type SupervisorAction =
  /** `halted` is why an engine has to start halted; empty when it need not. */
  | { readonly kind: "spawn"; readonly child: ChildName; readonly halted: string }
  | { readonly kind: "signal"; readonly child: ChildName; readonly signal: "SIGTERM" | "SIGKILL" }
  | { readonly kind: "announce" }
  | { readonly kind: "say"; readonly sentence: string }
  | { readonly kind: "finish"; readonly outcome: Outcome };

/** The next state, and what to do in order. */
export interface Step {
  readonly state: SupervisorState;
  readonly actions: readonly SupervisorAction[];
}

/** Crashes of the engine within the window after which it starts halted. */
const CRASHES_MAX = 3;
/** The window in which crashes count. */
const CRASH_WINDOW_MS = 5 * 60_000;
const DELAY_FIRST_MS = 250;
const DELAY_MAX_MS = 10_000;
/** A child that is not ready by then is ended and started again. Recovery of a long journal takes its time. */
const READY_MS_MAX = 120_000;
const HELD_TOLD_MS = 60_000;
/** Time between the signal to stop and force, by what there is to drain. */
const DRAIN_MS: Readonly<Record<ChildName, number>> = {
  venue: 5_000,
  engine: 10_000,
  watchdog: 3_000,
  console: 3_000,
};

/** Returns the state before anything has started. */
export function newSupervisor(names: readonly ChildName[]): SupervisorState {
  const order = CHILD_NAMES.filter((name) => names.includes(name));
  assert(order.length > 0, "a supervisor without children");
  const children = order.map((name) => ({
    name,
    phase: "waiting" as const,
    since: 0,
    retryAt: 0,
    crashes: [],
  }));
  return { phase: "starting", children, outcome: { code: 0, sentence: "" } };
}

/** Returns what an event leads to. */
export function superviseStep(state: SupervisorState, event: SupervisorEvent, now: number): Step {
  switch (event.kind) {
    case "begin":
      return startNext(state, now);
    case "alive":
      return whenAlive(state, event.child);
    case "moves":
      return whenMoves(state, event.child, now);
    case "ready":
      return whenReady(state, event.child, now);
    case "exited":
      return whenExited(state, event, now);
    case "tick":
      return whenTicked(state, event.engineHeld, now);
    case "stop":
      return stopAll(state, event.outcome, now);
    case "stop_now":
      return { state, actions: living(state).map(({ name }) => force(name)) };
  }
}

function stay(state: SupervisorState): Step {
  return { state, actions: [] };
}

function force(child: ChildName): SupervisorAction {
  return { kind: "signal", child, signal: "SIGKILL" };
}

function living({ children }: SupervisorState): readonly ChildState[] {
  return children.filter(
    ({ phase }) => phase === "starting" || phase === "ready" || phase === "stopping",
  );
}

function childOf(state: SupervisorState, name: ChildName): ChildState {
  const child = state.children.find((one) => one.name === name);
  assert(child !== undefined, `no child named ${name} was planned`);
  return child;
}

function withChild(state: SupervisorState, changed: ChildState): SupervisorState {
  return {
    ...state,
    children: state.children.map((child) => (child.name === changed.name ? changed : child)),
  };
}

function startNext(state: SupervisorState, now: number): Step {
  const next = state.children.find(({ phase }) => phase === "waiting");
  if (next === undefined)
    return { state: { ...state, phase: "running" }, actions: [{ kind: "announce" }] };
  return spawn(state, next, now);
}

function spawn(state: SupervisorState, child: ChildState, now: number): Step {
  const looping = child.name === "engine" && child.crashes.length >= CRASHES_MAX;
  return {
    state: withChild(state, phaseOf(child, "starting", now)),
    actions: [{ kind: "spawn", child: child.name, halted: looping ? "crash_loop" : "" }],
  };
}

/** A new phase: what was known of a start before it is over. */
function phaseOf(child: ChildState, phase: ChildPhase, since: number): ChildState {
  const { name, retryAt, crashes } = child;
  return { name, phase, since, retryAt, crashes };
}

function whenAlive(state: SupervisorState, name: ChildName): Step {
  const child = childOf(state, name);
  if (child.phase !== "starting" || child.start === "forced") return stay(state);
  return stay(withChild(state, { ...child, start: "alive" }));
}

/** However long a journal is: only one who stands still is ended for not getting ready. */
function whenMoves(state: SupervisorState, name: ChildName, now: number): Step {
  const child = childOf(state, name);
  if (child.phase !== "starting" || child.start === "forced") return stay(state);
  return stay(withChild(state, { ...child, since: now }));
}

function whenReady(state: SupervisorState, name: ChildName, now: number): Step {
  const child = childOf(state, name);
  if (child.phase !== "starting") return stay(state);
  const next = withChild(state, phaseOf(child, "ready", now));
  if (state.phase === "starting") return startNext(next, now);
  return { state: next, actions: [{ kind: "say", sentence: `The ${name} runs again.` }] };
}

function whenExited(
  state: SupervisorState,
  { child: name, detail }: { readonly child: ChildName; readonly detail: string },
  now: number,
): Step {
  const child = childOf(state, name);
  const ended = withChild(state, phaseOf(child, "ended", now));
  if (state.phase === "stopping") return stopNext(ended, now);
  if (state.phase === "starting") {
    return stopAll(ended, { code: 1, sentence: `The ${name} did not start: ${detail}` }, now);
  }
  const isCrash = child.start !== "forced";
  const crashes = isCrash ? [...recent(child, now), now] : recent(child, now);
  const delay =
    crashes.length <= 1 ? 0 : Math.min(DELAY_FIRST_MS * 2 ** (crashes.length - 2), DELAY_MAX_MS);
  const delayed: ChildState = {
    ...phaseOf(child, "delayed", now),
    retryAt: now + delay,
    crashes,
  };
  const sentence = `The ${name} ended (${detail}); it is started again${delay === 0 ? "" : ` in ${delay} ms`}.`;
  const actions: SupervisorAction[] = [{ kind: "say", sentence }];
  if (name === "engine" && isCrash && crashes.length === CRASHES_MAX) {
    actions.push({ kind: "say", sentence: LOOP_SENTENCE });
  }
  return { state: withChild(state, delayed), actions };
}

const LOOP_SENTENCE =
  "The engine ended three times within five minutes: it starts halted now and stays so until somebody resumes trading, after a look at logs/engine.log.";

function recent(child: ChildState, now: number): readonly number[] {
  return child.crashes.filter((at) => now - at < CRASH_WINDOW_MS);
}

function whenTicked(state: SupervisorState, engineHeld: string, now: number): Step {
  if (state.phase === "stopped") return stay(state);
  const overdue = living(state).filter((child) => isOverdue(child, state.phase, now));
  const forced = overdue.map(({ name }) => force(name));
  if (state.phase === "stopping") return { state, actions: forced };
  const isDue = ({ name, phase, retryAt }: ChildState): boolean =>
    phase === "delayed" && retryAt <= now && (name !== "engine" || engineHeld === "");
  const due = state.children.find(isDue);
  const { state: noted, actions: told } = tellHeld(state, engineHeld, now);
  const marked = overdue.reduce(
    (all, child) => withChild(all, { ...child, start: "forced" }),
    noted,
  );
  if (due === undefined) return { state: marked, actions: [...forced, ...told] };
  const { state: next, actions } = spawn(marked, { ...due, crashes: recent(due, now) }, now);
  return { state: next, actions: [...forced, ...told, ...actions] };
}

/** While an engine is due and may not start, a person is told why, at once and each minute. */
function tellHeld(state: SupervisorState, engineHeld: string, now: number): Step {
  const waits = state.children.some(
    ({ name, phase, retryAt }) => name === "engine" && phase === "delayed" && retryAt <= now,
  );
  const { heldToldAt, ...others } = state;
  if (!waits || engineHeld === "") return stay(others);
  if (heldToldAt !== undefined && now - heldToldAt < HELD_TOLD_MS) return stay(state);
  const sentence = `The engine is not started while ${engineHeld}. It starts when that is done; the Kill page and ./interlock health show how far it is. To end it without, stop Interlock and start it again.`;
  return { state: { ...others, heldToldAt: now }, actions: [{ kind: "say", sentence }] };
}

function isOverdue(child: ChildState, phase: SupervisorState["phase"], now: number): boolean {
  if (child.phase === "starting") {
    const waits = child.start === "alive" && phase === "running";
    return !waits && now - child.since > READY_MS_MAX;
  }
  return (
    phase === "stopping" && child.phase === "stopping" && now - child.since > DRAIN_MS[child.name]
  );
}

function stopAll(state: SupervisorState, outcome: Outcome, now: number): Step {
  if (state.phase === "stopping" || state.phase === "stopped") return stay(state);
  return stopNext({ ...state, phase: "stopping", outcome }, now);
}

/** Ends the last child that still lives; the ones before it serve it until it is gone. */
function stopNext(state: SupervisorState, now: number): Step {
  const last = living(state).at(-1);
  if (last === undefined) {
    return {
      state: { ...state, phase: "stopped" },
      actions: [{ kind: "finish", outcome: state.outcome }],
    };
  }
  if (last.phase === "stopping") return stay(state);
  return {
    state: withChild(state, { ...last, phase: "stopping", since: now }),
    actions: [{ kind: "signal", child: last.name, signal: "SIGTERM" }],
  };
}
