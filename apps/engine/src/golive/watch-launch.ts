import { demotionOf } from "@interlock/core/golive/demotion";
import { bindingFaults } from "@interlock/core/golive/launch-binding";
import { isStanding, type Launch, type LaunchEnd } from "@interlock/core/golive/launch";
import { passes } from "@interlock/core/golive/judge-gates";
import { looserLines } from "@interlock/core/golive/covered-limits";
import { firstMarketDay, WHOLE_BPS } from "@interlock/core/golive/canary";
import { type Money, moneyFromUnits, ZERO_MONEY } from "@interlock/core/number/money";
import { confirmedHigh, MONEY_RULE } from "@interlock/core/risk/breakers/confirmed-level";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import { gateReadings, pollBasis } from "./gate-readings.ts";
import { canaryOf, launchGuard, needsApproval, rehearsedOnly } from "./launch-guard.ts";
import { runningBinding } from "./running-binding.ts";

/**
 * Keeps the approval of live trading true to what runs: a change voids it, time ends it, the countdown begins it, and a
 * young launch that goes wrong is demoted. The gate judges every order by itself (`launch-guard.ts`); this makes what
 * it finds a record, a hold and an alert. Asked before anything of an input is decided, after commands, and at the end.
 */
export function watchLaunch(decision: Decision, input: Input): void {
  if (input.body.kind === "clock" || decision.records.length > 0) {
    followLimits(decision);
    const { launch } = decision.state.golive;
    if (isStanding(launch)) judgeLaunch(decision, launch);
    clearVotes(decision);
  }
  holdUnapproved(decision);
}

/** Ends a standing launch, once, and tells people. */
export function endLaunch(
  decision: Decision,
  end: { readonly stage: LaunchEnd; readonly why: string; readonly by: string | null },
): void {
  const { launch } = decision.state.golive;
  if (!isStanding(launch)) return;
  const { launchId } = launch;
  decision.emit({ kind: "launch_ended", launchId, ...end });
  decision.alert(
    end.stage === "aborted" ? "warning" : "critical",
    `${ENDED[end.stage]} ${launchId}: ${end.why}. Only orders that reduce risk pass.`,
  );
}

const ENDED: Readonly<Record<LaunchEnd, string>> = {
  aborted: "Go-live was aborted:",
  demoted: "Rolled back to PAPER; auto-promotion is off:",
  voided: "The go-live approval is void:",
  expired: "The go-live approval has expired:",
};

/** Limits that are no looser than what was approved keep the approval, and so does one that ended as it was to. */
function followLimits(decision: Decision): void {
  const { golive, limits } = decision.state;
  const { launch } = golive;
  if (!isStanding(launch) || limits === null) return;
  const started = decision.records.some(({ kind }) => kind === "engine_started");
  const { version } = limits;
  if (version === launch.binding.limitsVersion && !started) return;
  const looser = looserLines(launch.covered, limits);
  const { launchId } = launch;
  if (looser.length > 0 && !onlyReverts(decision, launch.binding.limitsVersion)) {
    const why = `limits version ${version} is looser than what was approved: ${looser.join("; ")}`;
    return endLaunch(decision, { stage: "voided", why, by: null });
  }
  if (version === launch.binding.limitsVersion) return;
  const { values, levels } = limits;
  const wider = looser.length === 0 ? {} : { covered: { values, levels } };
  const why = looser.length === 0 ? "they are no looser" : "a change of before ended by itself";
  decision.emit({ kind: "launch_followed", launchId, limitsVersion: version, why, ...wider });
}

/** Whether every version since the approved one was the end of a change that was to end: agreed when it was made. */
function onlyReverts({ records, state }: Decision, from: number): boolean {
  const changes = records.flatMap((record) =>
    record.kind === "limits_changed" && record.version > from ? [record] : [],
  );
  const complete = changes.length === (state.limits?.version ?? 0) - from;
  return complete && changes.length > 0 && changes.every(({ expiryOf }) => expiryOf !== undefined);
}

function judgeLaunch(decision: Decision, launch: Launch): void {
  const { state, time } = decision;
  const faults = bindingFaults(launch.binding, runningBinding(state));
  const counting = launch.stage === "counting";
  const ends = (stage: LaunchEnd, why: string): void =>
    endLaunch(decision, { stage, why, by: null });
  const rehearsed = rehearsedOnly(state);
  if (rehearsed !== null) return ends("voided", rehearsed);
  if (faults.length > 0) return ends(counting ? "aborted" : "voided", faults.join("; "));
  if (time >= launch.expiresAt) return ends("expired", "its time is over");
  if (counting) return count(decision, launch);
  const demotion = demotionNow(decision);
  if (demotion !== null) ends("demoted", demotion);
}

/** Every gate is judged at every moment of the countdown: one that goes stale or red aborts it. */
function count(decision: Decision, launch: Launch): void {
  const { state, time } = decision;
  const readings = gateReadings(state, time);
  const open = readings.find(({ verdict }) => !passes(verdict));
  const why = open === undefined ? null : `${open.gate.id} ${open.gate.name}: ${open.sentence}`;
  if (why !== null) {
    endLaunch(decision, { stage: "aborted", why: trimEnd(why), by: null });
    return;
  }
  if (time < launch.goAt) return;
  const on = firstMarketDay(time);
  decision.emit({ kind: "launch_began", launchId: launch.launchId, on });
  const where = launch.rehearsal ? "A rehearsal of live trading" : "Live trading";
  decision.alert(
    "critical",
    `${where} began: ${launch.launchId}, declared by ${launch.director.name}.`,
  );
}

function trimEnd(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

/** Only while the ladder lasts: afterwards the breakers alone watch. */
function demotionNow({ state, views, time }: Decision): string | null {
  const { limits, settings, golive } = state;
  const canary = canaryOf(state, time);
  if (limits === null || settings === null || canary === null) return null;
  if (canary.capBps >= WHOLE_BPS) return null;
  const loss = confirmedHigh(views.riskWatch.dayLoss, MONEY_RULE);
  const found = demotionOf({
    limits: limits.values,
    capBps: canary.capBps,
    dayPnl: loss === null ? ZERO_MONEY : dayPnlOf(loss),
    samples: golive.samples,
    modelBps: settings.orderOffsetBps,
  });
  return found === null ? null : `${found.cause.replace("_", " ")}: ${found.sentence}`;
}

function dayPnlOf(lossUnits: number): Money {
  return moneyFromUnits(lossUnits === 0 ? 0 : -lossUnits);
}

/** Votes are for the gates and the binding that were seen: another verdict, build or limit clears them all. */
function clearVotes(decision: Decision): void {
  const { state, time } = decision;
  const { votes, launch } = state.golive;
  // During the countdown a change of a gate aborts the launch; what was decided stays on record.
  if (votes.length === 0 || isStanding(launch)) return;
  const basis = pollBasis(state, time);
  const stale = votes.find((vote) => vote.basis !== basis);
  if (stale === undefined) return;
  const why = "a gate, the build, the configuration or the limits changed since the vote";
  decision.emit({ kind: "votes_cleared", why });
}

/** The hold shows on every page what the gate does with each order. */
function holdUnapproved(decision: Decision): void {
  const { state, time } = decision;
  if (!needsApproval(state)) {
    const environment = state.settings?.environment ?? "";
    return decision.release("approval", `environment ${environment} needs none`);
  }
  const { obstacle } = launchGuard(state, time);
  if (obstacle === null) return decision.release("approval", "a go-live approval is in force");
  const reason = `live trading needs a go-live approval, and ${obstacle}: only orders that reduce risk pass`;
  const standing = state.trading.holds.find(({ source }) => source === "approval");
  if (standing?.reason === reason) return;
  decision.release("approval", "its ground changed");
  decision.hold({ source: "approval", state: "reducing", reason });
}
