"use client";
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import {
  type HoldEvent,
  type HoldRules,
  type HoldState,
  holdStep,
  idleHold,
  nextTickMs,
} from "./hold-machine.ts";

const REARM_MS = 700;
const TIMER_MARGIN_MS = 4;

/** Handlers that turn mouse, touch and Space/Enter into one gesture. */
export interface HoldHandlers {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerLeave: () => void;
  readonly onPointerCancel: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onKeyUp: (event: KeyboardEvent) => void;
  readonly onBlur: () => void;
  readonly onContextMenu: (event: MouseEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
}

export interface Hold {
  readonly phase: HoldState["phase"];
  readonly handlers: HoldHandlers;
}

interface Latest {
  state: HoldState;
  rules: HoldRules;
  fire: () => void;
}

const isFireKey = (key: string) => key === " " || key === "Enter";

/** Runs the hold machine on a control; `fire` is called once per gesture. */
export function useHold(rules: HoldRules, fire: () => void): Hold {
  const [state, setState] = useState<HoldState>(idleHold);
  const latest = useRef<Latest>({ state: idleHold, rules, fire });
  useLayoutEffect(() => {
    latest.current.rules = rules;
    latest.current.fire = fire;
  });

  const send = useCallback((event: HoldEvent) => {
    const { state: before, rules: now, fire: act } = latest.current;
    const next = holdStep(before, event, now);
    if (next === before) return;
    latest.current.state = next;
    setState(next);
    if (next.phase === "fired" && before.phase !== "fired") act();
  }, []);

  useEffect(() => {
    const wait = nextTickMs(state, performance.now(), latest.current.rules);
    const event: HoldEvent | null =
      state.phase === "fired" && !state.down ? { type: "rearm" } : null;
    if (wait === null && event === null) return;
    // Timers may come a little early: the margin makes sure that the tick finds the time elapsed.
    const timer = window.setTimeout(
      () => send(event ?? { type: "tick", at: performance.now() }),
      (wait ?? REARM_MS) + TIMER_MARGIN_MS,
    );
    return () => window.clearTimeout(timer);
  }, [state, send]);

  return { phase: state.phase, handlers: useHandlers(send, rules.mode) };
}

function useHandlers(send: (event: HoldEvent) => void, mode: HoldRules["mode"]): HoldHandlers {
  const leave = useCallback(() => {
    // An armed control stays armed when the pointer merely moves away; it disarms on blur.
    if (mode === "hold") send({ type: "cancel" });
    else send({ type: "release", at: performance.now() });
  }, [mode, send]);
  return {
    onPointerDown: (event) => {
      if (event.button === 0) send({ type: "press", at: performance.now() });
    },
    onPointerUp: () => send({ type: "release", at: performance.now() }),
    onPointerLeave: leave,
    onPointerCancel: () => send({ type: "cancel" }),
    onKeyDown: (event) => {
      if (event.key === "Escape") send({ type: "cancel" });
      if (!isFireKey(event.key)) return;
      event.preventDefault();
      if (!event.repeat) send({ type: "press", at: performance.now() });
    },
    onKeyUp: (event) => {
      if (!isFireKey(event.key)) return;
      event.preventDefault();
      send({ type: "release", at: performance.now() });
    },
    onBlur: () => send({ type: "cancel" }),
    onContextMenu: (event) => event.preventDefault(),
    onClick: (event) => {
      // Pointers and keys have acted already; only a click without either is left.
      if (event.detail === 0) send({ type: "click", at: performance.now() });
    },
  };
}
