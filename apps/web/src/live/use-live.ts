"use client";
import type { LiveView } from "@interlock/api/view/live-view";
import { useCallback, useSyncExternalStore } from "react";
import { browserPorts } from "./browser-ports.ts";
import { coalesce } from "./coalesce.ts";
import { LiveConnection, type Transport } from "./live-connection.ts";
import { emptyLiveState, type LiveState, type Section } from "./live-state.ts";
import { subscribeToTicks, tickNow } from "./ticker.ts";

/** The page's one feed. */
export const liveConnection = new LiveConnection(browserPorts);

const idleTransport: Transport = liveConnection.getTransport();

const subscribeToFeed = coalesce(liveConnection.subscribe, (act) => window.setTimeout(act, 0));

/**
 * Returns a part of the live state; renders again only when that part changes. `select` must return a
 * kept reference.
 */
export function useLive<T>(select: (state: LiveState) => T): T {
  return useSyncExternalStore(
    subscribeToFeed,
    () => select(liveConnection.getState()),
    () => select(emptyLiveState),
  );
}

/** Returns one section of the live view, or null before the first snapshot. */
export function useSection<S extends Section>(section: S): LiveView[S] | null {
  return useLive((state) => state.view?.[section] ?? null);
}

export function useTransport(): Transport {
  return useSyncExternalStore(subscribeToFeed, liveConnection.getTransport, () => idleTransport);
}

function subscribeToBoth(listener: () => void): () => void {
  const leaveTicks = subscribeToTicks(listener);
  const leaveFeed = subscribeToFeed(listener);
  return () => {
    leaveTicks();
    leaveFeed();
  };
}

/**
 * Returns what `compute` says of the live state at the present tick. It must return a primitive: the component renders
 * again only when that changes, so a page full of ages stays cheap.
 */
export function useTicking<T extends string | number | boolean | null>(
  compute: (state: LiveState, now: number) => T,
): T {
  const read = useCallback(
    () => compute(liveConnection.getState(), tickNow()),
    // A new closure each render is wanted: it carries the present props.
    [compute],
  );
  return useSyncExternalStore(subscribeToBoth, read, () => compute(emptyLiveState, 0));
}
