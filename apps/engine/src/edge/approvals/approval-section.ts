import type { Actor } from "@interlock/api/actor";
import type { ApprovalsView, ApprovalView } from "@interlock/api/view/approval-view";
import { limitLevel } from "@interlock/api/view/limits-view";
import type { ApprovalEnding, ApprovalPerson, DiffLine } from "@interlock/core/approval/approval";
import {
  cancelObstacle,
  decisionObstacle,
  editObstacle,
  judgeApply,
} from "@interlock/core/approval/decide-approval";
import type { UnixMs } from "@interlock/core/time";
import { laterApprovers } from "./later-approvers.ts";
import { toldTo } from "../auth/command-actor.ts";
import type { EngineApproval } from "../../operator/approval/approval-command.ts";
import { pollBasis } from "../../golive/gate-readings.ts";
import type { EngineState } from "../../state.ts";

/** Of those that ended, how many are shown; older ones are in the audit trail. */
const ENDED_SHOWN = 30;

/** What a request is looked at in. */
export interface ApprovalScene {
  readonly state: EngineState;
  /** The venue's time. */
  readonly now: UnixMs;
  /** Who does not count yet; null where nobody can say. */
  readonly later: Parameters<typeof laterApprovers>[1];
}

/** Every request as one person sees it. */
export function approvalsView(actor: Actor, scene: ApprovalScene): ApprovalsView {
  const { state, now } = scene;
  const view = (one: EngineApproval): ApprovalView => approvalView(one, actor, scene);
  const { live, ended } = state.approvals;
  return {
    venueTime: now,
    live: live.map(view),
    ended: ended.slice(-ENDED_SHOWN).reverse().map(view),
  };
}

/** One request as one person sees it. What they may do is judged by the rules of the engine, which judges again. */
export function approvalView(
  approval: EngineApproval,
  actor: Actor,
  { state, now, later }: ApprovalScene,
): ApprovalView {
  const { requester, subject, solo, decisions, required, ending } = approval;
  return {
    id: approval.id,
    kind: subject.kind,
    title: subject.title,
    state: approval.state,
    reason: approval.reason,
    requester: { name: requester.name, role: requester.role },
    mine: requester.userId === actor.userId,
    required: required.map(({ anyOf, count }) => ({ anyOf: [...anyOf], count })),
    decisions: decisions.map(({ by, verdict, reason, at }) => ({
      by: { name: by.name, role: by.role },
      verdict,
      reason,
      at,
      tied: isTied(by, requester),
    })),
    later: laterApprovers(approval, later, Date.now()),
    baseVersion: approval.baseVersion,
    diff: approval.diff.map(copied),
    impact: [...approval.impact],
    proposedHash: approval.proposedHash,
    createdAt: approval.createdAt,
    expiresAt: approval.expiresAt,
    coolsUntil: solo?.coolsUntil ?? null,
    ending: ending === null ? null : endingView(ending),
    obstacles: obstaclesOf(approval, actor, now),
    ask: askOf(approval, { state, now }),
  };
}

function copied({ what, before, after, direction }: DiffLine): ApprovalView["diff"][number] {
  return { what, before, after, ...(direction === undefined ? {} : { direction }) };
}

/** Whether one of two people alone gave the other their role: the reader may ask whether they are two. */
function isTied(a: ApprovalPerson, b: ApprovalPerson): boolean {
  return a.raisedAlone?.by === b.userId || b.raisedAlone?.by === a.userId;
}

function endingView({ at, by, why, fourEyes, carried, diff = [] }: ApprovalEnding) {
  return {
    at,
    by: by === null ? null : { name: by.name, role: by.role },
    why,
    fourEyes: fourEyes ?? null,
    carried: carried ?? null,
    diff: diff.map(copied),
  };
}

/** As if with a passkey that nobody has used on it: which one it is comes later. */
function obstaclesOf(
  approval: EngineApproval,
  actor: Actor,
  at: UnixMs,
): ApprovalView["obstacles"] {
  const by = seenPerson(actor);
  const seenHash = approval.proposedHash;
  const word = { by, at, seenHash, reason: "", credentialId: "" };
  const approve = decisionObstacle(approval, { ...word, verdict: "approve" });
  const decline = decisionObstacle(approval, { ...word, verdict: "decline" });
  return {
    approve: toldTo(actor, approve?.why ?? "", Date.now()),
    decline: decline?.why ?? "",
    apply: applyObstacle(approval, at),
    edit: editObstacle(approval, { by, at, seenHash })?.why ?? "",
    cancel: cancelObstacle(approval, by)?.why ?? "",
  };
}

function seenPerson({ userId, name, role, raisedAlone }: Actor): ApprovalPerson {
  if (raisedAlone === undefined) return { userId, name, role };
  const { by, settled } = raisedAlone;
  return { userId, name, role, raisedAlone: { by, settled } };
}

function applyObstacle(approval: EngineApproval, at: UnixMs): string {
  const { proposedHash, baseVersion } = approval;
  const asked = { at, seenHash: proposedHash, heldHash: proposedHash, baseVersion };
  const verdict = judgeApply(approval, asked);
  return verdict.kind === "apply" ? "" : verdict.why;
}

/** What an edit would ask for: the same, made on the limits, gates and build that are there by now. */
function askOf(
  { subject: { act } }: EngineApproval,
  { state, now }: { readonly state: EngineState; readonly now: UnixMs },
): ApprovalView["ask"] {
  switch (act.kind) {
    case "change_limits": {
      const { values, expiresAt, keep } = act;
      const level = limitLevel.optional().parse(act.level);
      const change = { level, values: { ...values }, expiresAt };
      const kept = keep === undefined ? {} : { keep: [...keep] };
      return { kind: "limits", baseVersion: state.limits?.version ?? 0, ...change, ...kept };
    }
    case "resume":
      return { kind: "resume", scope: act.scope };
    case "rearm_breaker":
      return { kind: "rearm", breaker: act.breaker };
    case "adopt_policy":
      return { kind: "policy" };
    case "grant_override":
      return { kind: "override", clientOrderId: act.clientOrderId };
    case "golive_declare":
      return { kind: "go_live", basis: pollBasis(state, now) };
    default:
      return null;
  }
}
