import type { LiveFrame, LiveView } from "@interlock/api/view/live-view";
import { observeQuote, type QuoteRhythm } from "./quote-rhythm.ts";
import { observeVenueTime, type VenueClock } from "./venue-clock.ts";

/**
 * What the console knows of the engine, and when it learned it. A pure fold over the frames of /feed and, while the
 * socket is away, over polled snapshots. Times called `...At` are this browser's monotonic clock unless said otherwise.
 */

export type Section = keyof LiveView;

/** An age as it was when received: it grows with the time since then. */
export interface AgeMark {
  readonly ageMs: number;
  readonly receivedAt: number;
}

export interface LiveState {
  readonly view: LiveView | null;
  readonly sectionReceivedAt: Readonly<Partial<Record<Section, number>>>;
  /** Of the last frame of the present stream; null before its snapshot. */
  readonly seq: number | null;
  readonly frameReceivedAt: number | null;
  readonly heartbeat: AgeMark | null;
  readonly heartbeatAt: number;
  /** Wall clock of the engine's host minus ours, in milliseconds. */
  readonly clockOffsetMs: number | null;
  readonly venueClock: VenueClock | null;
  readonly rhythms: Readonly<Record<string, QuoteRhythm>>;
}

/** Both of this browser's clocks at the moment of receipt. */
export interface Receipt {
  readonly monotonic: number;
  readonly wall: number;
}

export const emptyLiveState: LiveState = {
  view: null,
  sectionReceivedAt: {},
  seq: null,
  frameReceivedAt: null,
  heartbeat: null,
  heartbeatAt: 0,
  clockOffsetMs: null,
  venueClock: null,
  rhythms: {},
};

/** Starts a new stream: what is known stays, but only a snapshot may come first. */
export function startStream(state: LiveState): LiveState {
  return { ...state, seq: null };
}

/** Folds one frame. Null means that frames were lost: nothing is applied and a new snapshot is needed. */
export function applyFrame(state: LiveState, frame: LiveFrame, receipt: Receipt): LiveState | null {
  if (frame.type !== "snapshot" && (state.seq === null || frame.seq !== state.seq + 1)) return null;
  const heard: LiveState = {
    ...state,
    seq: frame.seq,
    frameReceivedAt: receipt.monotonic,
    clockOffsetMs: frame.serverTime - receipt.wall,
  };
  if (frame.type === "heartbeat") {
    const ageMs = frame.serverTime - frame.engineHeartbeatAt;
    return withHeartbeat(heard, frame.engineHeartbeatAt, { ageMs, receivedAt: receipt.monotonic });
  }
  const beatAt = frame.view.engine?.heartbeatAt;
  const beaten =
    beatAt === undefined
      ? heard
      : withHeartbeat(heard, beatAt, {
          ageMs: frame.serverTime - beatAt,
          receivedAt: receipt.monotonic,
        });
  return withSections(beaten, frame.view, { ...receipt, serverTime: frame.serverTime });
}

/**
 * Folds a polled snapshot. It brings no server time: a heartbeat that moved is as young as the last
 * known offset says.
 */
export function applyPoll(state: LiveState, view: LiveView, receipt: Receipt): LiveState {
  const heard = { ...state, frameReceivedAt: receipt.monotonic };
  const polled = withSections(heard, view, { ...receipt, serverTime: null });
  if (view.engine.heartbeatAt <= state.heartbeatAt) return polled;
  const beatAt = view.engine.heartbeatAt;
  const ageMs = state.clockOffsetMs === null ? 0 : receipt.wall + state.clockOffsetMs - beatAt;
  return withHeartbeat(polled, beatAt, { ageMs, receivedAt: receipt.monotonic });
}

function withHeartbeat(state: LiveState, heartbeatAt: number, mark: AgeMark): LiveState {
  return { ...state, heartbeatAt, heartbeat: { ...mark, ageMs: Math.max(0, mark.ageMs) } };
}

interface ToldReceipt extends Receipt {
  readonly serverTime: number | null;
}

function withSections(state: LiveState, patch: LivePatch, receipt: ToldReceipt): LiveState {
  const view = mergeView(state.view, patch);
  if (view === null) return state;
  const sectionReceivedAt = { ...state.sectionReceivedAt };
  for (const section of sectionsOf(patch)) sectionReceivedAt[section] = receipt.monotonic;
  return {
    ...state,
    view,
    sectionReceivedAt,
    venueClock:
      patch.engine === undefined
        ? state.venueClock
        : observeVenueTime(state.venueClock, {
            venueTime: patch.engine.venueTime,
            receivedAt: receipt.monotonic,
            serverTime: receipt.serverTime,
          }),
    rhythms:
      patch.markets === undefined ? state.rhythms : observeMarkets(state.rhythms, patch.markets),
  };
}

const SECTIONS: readonly Section[] = [
  "engine",
  "account",
  "reconciliation",
  "limitUsage",
  "positions",
  "strategies",
  "markets",
  "orders",
  "counts",
  "kill",
  "events",
  "equity",
];

function sectionsOf(patch: LivePatch): readonly Section[] {
  return SECTIONS.filter((section) => patch[section] !== undefined);
}

/** A patch as zod reads it: any section may be absent. */
type LivePatch = { readonly [S in Section]?: LiveView[S] | undefined };

function mergeView(view: LiveView | null, patch: LivePatch): LiveView | null {
  if (view === null) return wholeView(patch);
  const told = Object.entries(patch).filter(([, section]) => section !== undefined);
  return { ...view, ...Object.fromEntries(told) };
}

function isWhole(patch: LivePatch): patch is LiveView {
  return SECTIONS.every((section) => patch[section] !== undefined);
}

function wholeView(patch: LivePatch): LiveView | null {
  return isWhole(patch) ? patch : null;
}

function observeMarkets(
  rhythms: LiveState["rhythms"],
  markets: LiveView["markets"],
): LiveState["rhythms"] {
  const observed = { ...rhythms };
  for (const { symbol, freshness } of markets) {
    if (freshness.sourceAt !== null) {
      observed[symbol] = observeQuote(observed[symbol], freshness.sourceAt);
    }
  }
  return observed;
}

/** Returns the heartbeat's age at `now`, or null when none was ever heard. */
export function heartbeatAgeMs(state: LiveState, now: number): number | null {
  if (state.heartbeat === null) return null;
  return state.heartbeat.ageMs + Math.max(0, now - state.heartbeat.receivedAt);
}

/** Returns the age at `now` of a figure that came `ageMs` old with its section. */
export function figureAgeMs(
  state: LiveState,
  section: Section,
  figure: { readonly ageMs: number | null; readonly now: number },
): number | null {
  const receivedAt = state.sectionReceivedAt[section];
  if (receivedAt === undefined || figure.ageMs === null) return null;
  return figure.ageMs + Math.max(0, figure.now - receivedAt);
}

/** Returns the age of a section that states none: as old as the last word from the engine. */
export function streamAgeMs(state: LiveState, now: number): number | null {
  const beat = heartbeatAgeMs(state, now);
  if (state.frameReceivedAt === null || beat === null) return null;
  return Math.max(beat, now - state.frameReceivedAt);
}

/** Tells whether quotes are expected at all: pre-market, the regular session, after hours. */
export function marketIsOpen(state: LiveState): boolean {
  const session = state.view?.engine.session;
  return session === "pre" || session === "regular" || session === "post";
}
