import {
  countTrack,
  emptyTrack,
  noteTrackCost,
  noteTrackSlippage,
  openTrackDay,
} from "@interlock/core/golive/track-record";
import { isStanding, type Launch } from "@interlock/core/golive/launch";
import { withVote } from "@interlock/core/golive/station-poll";
import {
  noOrderSamples,
  noteAnswer,
  noteFilled,
  slippageBpsOf,
} from "@interlock/core/risk/breakers/order-samples";
import { isBreaker } from "@interlock/core/risk/breakers/breaker";
import { moneyToNumber } from "@interlock/core/number/money";
import type { UnixMs } from "@interlock/core/time";
import type { EngineRecord } from "../record.ts";
import type { GoLiveRecord } from "../records/golive-record.ts";
import type { EngineState } from "../state.ts";
import { sampleOf } from "../risk/breakers/order-sample.ts";
import { strategiesHash } from "./running-binding.ts";

const PAST_KEPT = 20;

/** Folds what was measured, voted, launched and ended. */
export function applyGoLive(state: EngineState, record: GoLiveRecord, at: UnixMs): void {
  const { golive } = state;
  switch (record.kind) {
    case "evidence_noted":
      golive.evidence[record.evidence.name] = record.evidence;
      if (DRILLS[record.evidence.name] === golive.drill?.drill) golive.drill = null;
      return;
    case "station_voted":
      golive.votes = withVote(golive.votes, record.vote);
      return;
    case "votes_cleared":
      golive.votes = [];
      golive.cleared = { at, why: record.why };
      return;
    case "gate_opened": {
      const { gate, evidence, by } = record;
      const others = golive.opened.filter(
        (one) => one.gate !== gate || one.by.userId !== by.userId,
      );
      golive.opened = [...others.slice(1 - OPENED_KEPT), { gate, evidence, by, at }];
      return;
    }
    case "gate_waiver_asked":
      golive.waiverCount += 1;
      golive.waivers = [...golive.waivers.slice(1 - WAIVERS_KEPT), record.waiver];
      return;
    case "gate_waiver_approved":
      golive.waivers = golive.waivers.map((one) =>
        one.waiverId === record.waiverId ? { ...one, approvedBy: record.by } : one,
      );
      return;
    case "drill_began":
      golive.drill = record.drill;
      return;
    case "drill_held":
      if (golive.drill !== null) golive.drill = { ...golive.drill, heldAt: record.at };
      return;
    case "venue_key_seen":
      golive.key = { fingerprint: record.fingerprint, keyClass: record.keyClass, since: at };
      return;
    default:
      return applyLaunch(state, record, at);
  }
}

const WAIVERS_KEPT = 50;
/** Of each gate and person the latest. */
const OPENED_KEPT = 500;

/** The evidence that ends each drill. */
const DRILLS: Readonly<Record<string, string>> = {
  crash_drill: "crash",
  stream_drill: "stream_loss",
};

type LaunchRecord = Extract<
  GoLiveRecord,
  { readonly kind: `launch_${string}` | "rehearsal_closed" }
>;

function applyLaunch(state: EngineState, record: LaunchRecord, at: UnixMs): void {
  const { golive } = state;
  if (record.kind === "launch_declared") {
    if (golive.launch !== null) golive.past = [...golive.past, golive.launch].slice(-PAST_KEPT);
    golive.launches += 1;
    golive.launch = { ...record.launch, declaredSeq: state.journalSeq + 1 };
    return;
  }
  golive.launch = launchAfter(golive.launch, record, at);
  if (record.kind === "launch_began") golive.samples = noOrderSamples();
  // What was decided is spent: the next launch is polled anew.
  if (record.kind === "launch_ended") golive.votes = [];
}

/** Returns a launch after a record about it; one about another, or about one that has ended, changes nothing. */
export function launchAfter(
  launch: Launch | null,
  record: Exclude<LaunchRecord, { readonly kind: "launch_declared" }>,
  at: UnixMs,
): Launch | null {
  if (launch?.launchId !== record.launchId) return launch;
  if (record.kind === "rehearsal_closed")
    return launch.stage === "demoted" && launch.rehearsal ? { ...launch, stage: "voided" } : launch;
  if (!isStanding(launch)) return launch;
  switch (record.kind) {
    case "launch_began":
      return { ...launch, stage: "in_force", launchedOn: record.on };
    case "launch_followed":
      return {
        ...launch,
        covered: record.covered ?? launch.covered,
        binding: { ...launch.binding, limitsVersion: record.limitsVersion },
      };
    case "launch_ended":
      return { ...launch, stage: record.stage, endedAt: at, endedWhy: record.why };
  }
}

/** Counts what a version does, from the records of everything else. */
export function followTrack(state: EngineState, record: EngineRecord): void {
  if (record.kind === "engine_started") return beginTrack(state, record);
  followSamples(state, record);
  const { track } = state.golive;
  if (track === null) return;
  switch (record.kind) {
    case "day_opened":
      return openTrackDay(track, record.baseline.date);
    case "fill_booked":
      return countTrack(track, "fills");
    case "reconciled":
      if (record.agreed === true) countTrack(track, "agreed");
      return;
    case "break_opened":
      return countTrack(track, "breaks");
    case "trading_held":
      if (isBreaker(record.hold.source)) countTrack(track, "trips");
      return;
    default:
      return;
  }
}

function followSamples(state: EngineState, record: EngineRecord): void {
  const { samples, track } = state.golive;
  const sample = sampleOf(state, record);
  if (sample === null) return;
  if (sample === "accepted" || sample === "rejected")
    return noteAnswer(samples, sample === "rejected");
  noteFilled(samples, sample);
  const bps = slippageBpsOf(sample);
  if (track === null || bps === null) return;
  noteTrackSlippage(track, bps);
  const traded = Math.abs(moneyToNumber(sample.filledCost));
  noteTrackCost(track, traded, bps - (state.settings?.orderOffsetBps ?? 0));
}

type Started = Extract<EngineRecord, { readonly kind: "engine_started" }>;

/** Another build, other strategies or another environment begin at nothing: their record is not this one's. */
function beginTrack(state: EngineState, { build, settings }: Started): void {
  const of = {
    build,
    strategies: strategiesHash(settings),
    environment: settings.environment,
    feed: settings.feed,
  };
  const { track } = state.golive;
  const same =
    track !== null &&
    track.build === of.build &&
    track.strategies === of.strategies &&
    track.environment === of.environment &&
    track.feed === of.feed;
  if (same) return;
  state.golive.track = emptyTrack(of);
  const date = state.day?.date;
  if (date !== undefined) openTrackDay(state.golive.track, date);
}
