import type { GoLiveView, LaunchBanner } from "@interlock/api/view/golive-view";
import { CANARY_LADDER_BPS } from "@interlock/core/golive/canary";
import { describeDemotions } from "@interlock/core/golive/demotion";
import { RUNBOOKS } from "@interlock/core/golive/evidence";
import { STATIONS } from "@interlock/core/golive/gate-table";
import type { GateReading } from "@interlock/core/golive/judge-gates";
import type { Launch } from "@interlock/core/golive/launch";
import { describeBinding, shortHash } from "@interlock/core/golive/launch-binding";
import { NOT_COVERED, readinessOf, SCORE_FORMULA } from "@interlock/core/golive/readiness";
import { STATION_ROLES } from "@interlock/core/golive/station-poll";
import type { UnixMs } from "@interlock/core/time";
import { gateReadings, launchObstacleNow, pollBasis } from "../../golive/gate-readings.ts";
import { canaryOf } from "../../golive/launch-guard.ts";
import { evidenceHash } from "../../golive/opened-evidence.ts";
import { builtByWhom, pollGround } from "../../golive/poll-ground.ts";
import { runningBinding } from "../../golive/running-binding.ts";
import type { EngineState } from "../../state.ts";

type Fact = GoLiveView["subject"][number];

/** Everything about going live as it stands at a time, by the engine's own judgment of the same state. */
export function goliveSection(state: EngineState, now: UnixMs): GoLiveView {
  const { golive, settings, accountNumber } = state;
  const readings = gateReadings(state, now);
  const basis = pollBasis(state, now);
  const canary = canaryOf(state, now);
  return {
    environment: settings?.environment ?? "sim",
    accountNumber,
    now,
    subject: facts(describeBinding(runningBinding(state))),
    basis,
    gates: readings.map((reading) => gateView(state, reading)),
    alone: pollGround(state).alone,
    stations: STATIONS.map((station) => stationView(state, station)),
    cleared: golive.cleared,
    obstacle: launchObstacleNow(state, now, basis),
    request: requestView(state),
    launch: golive.launch === null ? null : launchView(golive.launch),
    past: [...golive.past].reverse().map(launchView),
    ladder: [...CANARY_LADDER_BPS],
    canary,
    demotions: facts(describeDemotions(state.limits?.values ?? null, canary?.capBps ?? 1_000)),
    waivers: [...golive.waivers].reverse().map(({ by, approvedBy, ...rest }) => ({
      ...rest,
      by: by.name,
      byId: by.userId,
      approvedBy: approvedBy?.name ?? null,
    })),
    runbooks: RUNBOOKS.map((name) => {
      const read = golive.evidence[`runbook:${name}`];
      return { name, readBy: read?.by ?? null, readAt: read?.measuredAt ?? null };
    }),
    drill: golive.drill,
    readiness: readinessView(readings),
  };
}

/** What every page shows of the latest launch; null where there never was one, or it is long over. */
export function launchBannerOf({ golive }: EngineState): LaunchBanner {
  const { launch } = golive;
  if (launch === null || launch.stage === "aborted") return null;
  const { launchId, stage, rehearsal, endedWhy: why, endedAt, goAt, binding } = launch;
  const at = endedAt ?? goAt;
  return { launchId, stage, rehearsal, at, snapshot: shortHash(binding.configHash), why };
}

function facts(pairs: readonly (readonly [string, string])[]): Fact[] {
  return pairs.map(([name, value]) => ({ name, value }));
}

function gateView({ golive }: EngineState, whole: GateReading) {
  const { gate, verdict, value, sentence, ...reading } = whole;
  const { id, name, threshold, owner, waivable } = gate;
  const { measuredAt, validUntil } = reading;
  const evidence = reading.evidence.map(({ passed: _, build: __, people: ___, ...one }) => one);
  const hash = evidenceHash(whole);
  const openedBy = golive.opened.flatMap((one) =>
    one.gate === id && one.evidence === hash ? [one.by.userId] : [],
  );
  const terms = { id, name, threshold, owner, waivable, evidenceHash: hash, openedBy };
  return { ...terms, verdict, value, sentence, measuredAt, validUntil, evidence };
}

function stationView(state: EngineState, station: (typeof STATIONS)[number]) {
  const { golive } = state;
  const vote = golive.votes.find((one) => one.station === station);
  const said =
    vote === undefined
      ? null
      : { go: vote.go, comment: vote.comment, by: vote.by.name, at: vote.at };
  const builtBy = station === "risk" ? [...builtByWhom(state)] : [];
  return { station, roles: [...STATION_ROLES[station]], builtBy, vote: said };
}

function requestView({ approvals }: EngineState): GoLiveView["request"] {
  const found = approvals.live.find(({ subject }) => subject.kind === "go_live");
  if (found === undefined) return null;
  const { id: approvalId, state, requester, proposedHash: seenHash } = found;
  return { approvalId, state, requester: requester.name, seenHash };
}

function launchView({ binding, stations, director, ...launch }: Launch) {
  const { declaredSeq: _, covered: __, ...rest } = launch;
  return {
    ...rest,
    binding: facts(describeBinding(binding)),
    director: director.name,
    stations: facts(Object.entries(stations)),
  };
}

function readinessView(readings: readonly GateReading[]): GoLiveView["readiness"] {
  const { ready, score, categories } = readinessOf(readings);
  return {
    ready,
    score,
    formula: SCORE_FORMULA,
    categories: categories.map(({ station, score: own, counts }) => ({
      station,
      score: own,
      ...counts,
    })),
    notCovered: [...NOT_COVERED],
  };
}
