"use client";
import type { KillMode, KillView } from "@interlock/api/view/kill-view";
import { useSyncExternalStore } from "react";
import { newCommandId } from "../commands/command-id.ts";
import { callKill, type KillPart } from "./call/kill-call.ts";
import { advanceGesture, type KillGesture, startGesture } from "./kill-gesture.ts";
import { browserKillPorts } from "./call/kill-ports.ts";
import { isKillActive } from "./kill-stage.ts";

/**
 * What this browser knows of the kill switch on its own: its last gesture, and the progress it polled. It
 * works with the
 * live feed cut; what the feed says is joined to it in use-kill.ts.
 */
export interface KillKnowledge {
  readonly gesture: KillGesture | null;
  readonly polled: { readonly view: KillView | null; readonly receivedAt: number } | null;
}

const POLL_MS = 1_000;
/** After an accepted gesture the engine may need a moment to show it: polls go on that long regardless. */
const POLL_AFTER_GESTURE_MS = 15_000;

const nothing: KillKnowledge = { gesture: null, polled: null };
let knowledge: KillKnowledge = nothing;
const listeners = new Set<() => void>();
let polling = false;

function update(part: Partial<KillKnowledge>): void {
  knowledge = { ...knowledge, ...part };
  for (const listener of listeners) listener();
}

/** What a gesture says beside its mode. */
export interface KillOptions {
  readonly reason?: string;
  readonly includeStops?: boolean;
  readonly scope?: KillPart | undefined;
  readonly drill?: true | undefined;
  /** Asked for twice, without a session. */
  readonly tap?: string;
}

/** Fires the kill switch. The call goes on by itself; its steps show in the knowledge. */
export function fireKill(mode: KillMode, options: KillOptions = {}): void {
  const order = {
    commandId: newCommandId(),
    mode,
    reason: options.reason ?? "",
    includeStops: options.includeStops ?? false,
    scope: options.scope,
    drill: options.drill,
    tap: options.tap,
  };
  update({ gesture: startGesture(order, performance.now()) });
  watchKill();
  void callKill(order, browserKillPorts, (step) => {
    const { gesture } = knowledge;
    if (gesture?.order.commandId !== order.commandId) return;
    update({ gesture: advanceGesture(gesture, step, performance.now()) });
  });
}

/** Forgets the last gesture's outcome, e.g. when its panel is closed. */
export function dismissGesture(): void {
  if (knowledge.gesture?.outcome !== "pending") update({ gesture: null });
}

/** Polls the progress of a kill until it has ended; calling it again changes nothing. */
export function watchKill(): void {
  if (polling) return;
  polling = true;
  void pollUntilDone().finally(() => {
    polling = false;
  });
}

/** Asks once. What reads the answer loads when it is needed; without it there is no progress, but the call goes on. */
async function ask(): Promise<{ readonly view: KillView | null } | null> {
  return import("./kill-poll.ts").then(
    ({ pollKillView }) => pollKillView(),
    () => null,
  );
}

async function pollUntilDone(): Promise<void> {
  const until = performance.now() + POLL_AFTER_GESTURE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== null) update({ polled: { view: answer.view, receivedAt: performance.now() } });
    const active = isKillActive(knowledge.polled?.view?.stage ?? "none");
    if (!active && performance.now() > until) return;
    await browserKillPorts.pause(POLL_MS);
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useKillKnowledge(): KillKnowledge {
  return useSyncExternalStore(
    subscribe,
    () => knowledge,
    () => nothing,
  );
}
