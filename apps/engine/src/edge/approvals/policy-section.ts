import type { PolicyLine, PolicyView } from "@interlock/api/approvals/policy-view";
import { type Requirement, SUBJECT_KINDS } from "@interlock/core/approval/approval";
import {
  demandOf,
  isFullLadder,
  LADDER,
  LADDER_ACTS,
  type LadderAct,
  type LadderPlace,
  STEP_UP_MS_MAX,
} from "@interlock/core/approval/ladder";
import { type ApprovalPolicy, SUBJECT_WORDS } from "@interlock/core/approval/approval-policy";
import { policyDiff } from "@interlock/core/approval/policy-change";
import { describeRoles } from "@interlock/core/approval/quorum";
import { MINUTE_MS } from "@interlock/core/time";

/** Each act of the ladder as a person would call it. */
const ACTS: Readonly<Record<LadderAct, string>> = {
  stop: "Stop trading, cancel, close",
  tighten: "Tighten a limit",
  revert: "End a change of limits as agreed",
  loosen: "Loosen a limit",
  resume: "Resume after a kill",
  grant_override: "Let one denied order pass",
  use_override: "Send the order of an override",
  rearm: "Re-arm a breaker",
  rearm_next_session: "Re-arm a daily loss in the next session",
  enable_strategy: "Turn a strategy on again",
  adopt_break: "Take the venue's side of a break",
  go_live: "Go live",
  change_role: "Give a person a role that may more",
  change_key: "Make an API key that may trade or change limits",
  change_policy: "Change this policy",
  request: "Ask for an approval",
  request_alone: "Ask for an approval that one may give alone",
  approve: "Approve another person's request",
  decline: "Decline a request",
  apply: "Apply an approved request",
  take_back: "Take a request back",
};

/** Says what needs what here and now: read from the one table that the engine applies. */
export function policyView(place: LadderPlace, configured: ApprovalPolicy): PolicyView {
  const { environment, policy } = place;
  return {
    environment,
    full: isFullLadder(place),
    lines: LADDER_ACTS.flatMap((act) =>
      act === "change_key" ? [lineOf(place, act), lesserKey(place)] : [lineOf(place, act)],
    ),
    expiry: SUBJECT_KINDS.map((kind) => ({
      what: SUBJECT_WORDS[kind],
      minutes: minutesOf(policy.expiryMs[kind]),
    })),
    soloMinutes: policy.solo === null ? null : minutesOf(policy.solo.coolingOffMs),
    waiting: policyDiff(policy, configured).map(({ what, before, after }) => ({
      what,
      before,
      after,
    })),
  };
}

function lineOf(place: LadderPlace, act: LadderAct): PolicyLine {
  const demand = demandOf(place, act);
  const { why } = LADDER[act];
  return { act: ACTS[act], demand: demand.kind, needs: needsOf(demand), why };
}

/** A key that moves no position is no rung of the ladder: its maker alone answers for it. */
function lesserKey(place: LadderPlace): PolicyLine {
  const act = "Make an API key that only reads or stops, or replace any key";
  const why = "It may not more than its maker alone, and a replacement not more than before.";
  const minutes = minutesOf(STEP_UP_MS_MAX);
  return isFullLadder(place)
    ? { act, demand: "step_up", needs: `a passkey, at most ${minutes} minutes old`, why }
    : { act, demand: "confirmation", needs: "a recent sign-in or a passkey", why };
}

function needsOf(demand: ReturnType<typeof demandOf>): string {
  switch (demand.kind) {
    case "nothing":
      return "one gesture";
    case "confirmation":
      return "a second press and a reason";
    case "step_up":
      return `a passkey, at most ${minutesOf(STEP_UP_MS_MAX)} minutes old`;
    case "approval":
      return `a request, and the approval of ${othersOf(demand.required)}`;
  }
}

function othersOf(required: readonly Requirement[]): string {
  const count = required.reduce((sum, { count: people }) => sum + people, 0);
  const people = count === 1 ? "one other person" : `${count} other people`;
  return `${people} with the role ${describeRoles(required)}`;
}

function minutesOf(ms: number): number {
  return Math.round(ms / MINUTE_MS);
}
