"use client";
import { ageText } from "../format/time-text.ts";
import {
  type FreshKind,
  type FreshState,
  freshState,
  HEARTBEAT_DEAD_MS,
  worstState,
} from "./freshness.ts";
import {
  figureAgeMs,
  heartbeatAgeMs,
  type LiveState,
  marketIsOpen,
  type Section,
  streamAgeMs,
} from "./live-state.ts";
import { staleAfterMs } from "./quote-rhythm.ts";
import { useTicking } from "./use-live.ts";

/** Which figure is asked about. Without `ageMs` the section is as old as the last word from the engine. */
export interface FigureSource {
  readonly kind: FreshKind;
  readonly section: Section;
  readonly ageMs?: number | null;
  /** The symbol whose quote it is, for its usual rhythm; "*" takes the slowest of all symbols. */
  readonly symbol?: string;
}

export interface Freshness {
  readonly state: FreshState;
  readonly age: string;
}

function patienceFor(state: LiveState, symbol: string | undefined): number {
  if (symbol === undefined) return 0;
  if (symbol !== "*") return staleAfterMs(state.rhythms[symbol]);
  return Math.max(0, ...Object.values(state.rhythms).map((rhythm) => staleAfterMs(rhythm)));
}

function sourceAge(state: LiveState, source: FigureSource, now: number): number | null {
  if (source.ageMs === undefined) return streamAgeMs(state, now);
  return figureAgeMs(state, source.section, { ageMs: source.ageMs, now });
}

function stateOf(state: LiveState, source: FigureSource, now: number): FreshState {
  return freshState({
    kind: source.kind,
    ageMs: sourceAge(state, source, now),
    heartbeatAgeMs: heartbeatAgeMs(state, now),
    marketOpen: marketIsOpen(state),
    staleAfterMs: patienceFor(state, source.symbol),
  });
}

/** Returns how a figure must look now, and its age in words. */
export function useFreshness(source: FigureSource): Freshness {
  const answer = useTicking((state, now) => {
    const found = stateOf(state, source, now);
    const age = sourceAge(state, source, now);
    return `${found}|${age === null ? "" : ageText(age)}`;
  });
  const [found = "unknown", age = ""] = answer.split("|");
  return { state: asFreshState(found), age };
}

/** Returns the worst state of several figures. */
export function useWorstFreshness(sources: readonly FigureSource[]): FreshState {
  return asFreshState(
    useTicking((state, now) => worstState(sources.map((source) => stateOf(state, source, now)))),
  );
}

const STATES: readonly FreshState[] = ["fresh", "aging", "stale", "closed", "unknown"];

function asFreshState(text: string): FreshState {
  return STATES.find((state) => state === text) ?? "unknown";
}

/** Tells whether the engine's heartbeat is alive: controls that raise risk need it. */
export function useEngineAlive(): boolean {
  return useTicking((state, now) => {
    const age = heartbeatAgeMs(state, now);
    return age !== null && age <= HEARTBEAT_DEAD_MS;
  });
}

/** Tells whether an engine that was heard before has fallen silent: what is shown is stale. */
export function useEngineDead(): boolean {
  return useTicking((state, now) => {
    const age = heartbeatAgeMs(state, now);
    return age !== null && age > HEARTBEAT_DEAD_MS;
  });
}
