import { HEARTBEAT_DEAD_MS } from "../live/freshness.ts";
import type { Transport } from "../live/live-connection.ts";
import { heartbeatAgeMs, type LiveState } from "../live/live-state.ts";
import { isReplayed } from "../live/venue-clock.ts";
import { ageText, timeOfDay } from "../format/time-text.ts";

/** What the banner says. `stable` is read out once; `counting` moves each second and is only shown. */
export interface BannerWords {
  readonly level: "status" | "alert";
  readonly key:
    | "signed_out"
    | "engine_dead"
    | "polling"
    | "lost"
    | "connecting"
    | "phase"
    | "clock";
  readonly stable: string;
  readonly counting: string;
}

export interface BannerQuestion {
  readonly state: LiveState;
  readonly transport: Transport;
  readonly now: number;
  /** Wall clock of this browser at `now`. */
  readonly wall: number;
}

/** A blip shorter than this is not worth a banner. */
const BLIP_MS = 1_000;
const CLOCK_ALARM_MS = 1_000;

/** Returns the banner, or null while everything is as it should be. */
export function bannerWords(question: BannerQuestion): BannerWords | null {
  return (
    sessionBanner(question) ??
    engineBanner(question) ??
    transportBanner(question) ??
    phaseBanner(question)
  );
}

function sessionBanner({ transport, state }: BannerQuestion): BannerWords | null {
  if (!transport.signedOut) return null;
  const last = state.view === null ? "" : " What you see is the last that was received.";
  return {
    level: "alert",
    key: "signed_out",
    stable: `Your session has ended.${last} Sign in again to go on.`,
    counting: "",
  };
}

function engineBanner({ state, now, wall }: BannerQuestion): BannerWords | null {
  const age = heartbeatAgeMs(state, now);
  if (age === null || age <= HEARTBEAT_DEAD_MS) return null;
  const at = momentText(state, wall - age);
  return {
    level: "alert",
    key: "engine_dead",
    stable:
      `No heartbeat from the engine since ${at}. Figures are stale and controls that add risk are off. ` +
      "The watchdog takes a kill without the engine while it runs; if that is refused too, use ./interlock kill or the broker's own app.",
    counting: `${ageText(age)} ago`,
  };
}

/** A moment by the wall clock. In a replay every other time on the page is the venue's, so it says which it is. */
function momentText({ clockOffsetMs, venueClock }: LiveState, wall: number): string {
  const at = wall + (clockOffsetMs ?? 0);
  const replayed = venueClock !== null && isReplayed(venueClock, at);
  return `${timeOfDay(at)} ET${replayed ? " real time" : ""}`;
}

function transportBanner({ state, transport, now, wall }: BannerQuestion): BannerWords | null {
  if (transport.lostAt === null) return null;
  const waited = now - transport.lostAt;
  if (waited < BLIP_MS) return null;
  const retry =
    transport.retryAt === null ? "connecting" : `next try in ${ageText(transport.retryAt - now)}`;
  if (state.view === null) return connectingBanner(waited, retry);
  const at = momentText(state, wall - waited);
  const counting = `${ageText(waited)} ago · ${retry}`;
  if (transport.mode === "polling") {
    const stable = `Live updates lost at ${at}: polling every 2 s.${killWords(state, now)}`;
    return { level: "status", key: "polling", stable, counting };
  }
  const stable = `Live updates lost at ${at}: reconnecting.`;
  return { level: "status", key: "lost", stable, counting };
}

/** A poll that was answered goes the way that a kill goes: only then is it known that one arrives. */
function killWords({ frameReceivedAt }: LiveState, now: number): string {
  const answered = frameReceivedAt !== null && now - frameReceivedAt <= HEARTBEAT_DEAD_MS;
  return answered ? " The kill switch works." : "";
}

function connectingBanner(waited: number, retry: string): BannerWords {
  const dead = waited > HEARTBEAT_DEAD_MS;
  return {
    level: dead ? "alert" : "status",
    key: "connecting",
    stable: dead
      ? "The engine does not answer. To stop trading, use the kill switch: the watchdog takes it."
      : "Connecting to the engine.",
    counting: dead ? retry : "",
  };
}

function phaseBanner({ state }: BannerQuestion): BannerWords | null {
  const phase = state.view?.engine.phase;
  const offset = state.clockOffsetMs ?? 0;
  if (phase === "starting" || phase === "recovering") {
    const stable =
      "The engine is recovering: it compares its books with the venue before it trades.";
    return { level: "status", key: "phase", stable, counting: "" };
  }
  if (phase === "stopping" || phase === "stopped") {
    return {
      level: "status",
      key: "phase",
      stable: "The engine was stopped in order.",
      counting: "",
    };
  }
  if (Math.abs(offset) <= CLOCK_ALARM_MS) return null;
  const how = offset > 0 ? "behind" : "ahead of";
  const by = (Math.abs(offset) / 1000).toFixed(1);
  const stable = `This computer's clock is ${by} s ${how} the engine's. Ages are right; local times are not.`;
  return { level: "status", key: "clock", stable, counting: "" };
}
