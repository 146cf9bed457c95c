import type { Approval } from "@interlock/core/approval/approval";
import {
  allowsSolo,
  COOLING_OFF_MS,
  requirementsOf,
} from "@interlock/core/approval/approval-policy";
import { LIVE_MAX } from "@interlock/core/approval/approval-book";
import { editObstacle, withProposal } from "@interlock/core/approval/decide-approval";
import { describeRoles } from "@interlock/core/approval/quorum";
import { momentText } from "@interlock/core/market/clock-text";
import { nextClose, nextOpen } from "@interlock/core/market/calendar";
import type { Decision } from "../../decision.ts";
import { unopenedFault } from "../../golive/opened-evidence.ts";
import { accept, type CommandOutcome, REASON_LENGTH_MIN, refuse } from "../command-outcome.ts";
import { ladderPlace } from "../ladder-place.ts";
import type { CommandActor } from "../operator-command.ts";
import type { ApprovalAsk, ApprovalCommand, EngineApproval } from "./approval-command.ts";
import { ASKERS, forbid, isAskedAlone, personOf, refuseFor } from "./asker.ts";
import { splitLimits } from "./limits-subject.ts";
import { proposalHash } from "./proposal-hash.ts";
import { baseOf, proposalOf, subjectKindOf } from "./subjects.ts";

type Request = Extract<ApprovalCommand, { readonly kind: "request_approval" }>;
type Edit = Extract<ApprovalCommand, { readonly kind: "edit_approval" }>;

/**
 * Enters a request. Of a bundle of limits the tighter lines are in force at once, in the same input; what is requested
 * is what remains.
 */
export function requestApproval(
  decision: Decision,
  { ask, reason }: Request,
  actor: CommandActor,
): CommandOutcome {
  const kind = subjectKindOf(ask);
  if (!ASKERS[kind].includes(actor.role))
    return forbid(
      `This is asked for by the role ${ASKERS[kind].join(" or ")}; you are ${actor.role}.`,
    );
  const { approvals, instance } = decision.state;
  if (approvals.live.length >= LIVE_MAX)
    return refuse(`${LIVE_MAX} requests are open: decide or take back some of them first.`);
  const drafted = draft(decision, { ask, reason }, actor);
  if (!drafted.ok) return drafted.outcome;
  const { terms, said } = drafted;
  const same = approvals.live.find((one) => one.proposedHash === terms.proposedHash);
  if (same !== undefined)
    return refuse(`${same.requester.name} has asked for exactly this: ${same.id}.`);
  const id = `ap-${instance}-${(approvals.requested + 1).toString(36)}`;
  const { policy } = ladderPlace(decision.state);
  const approval: EngineApproval = {
    ...terms,
    id,
    requester: personOf(actor),
    required: requirementsOf(policy, kind),
    decisions: [],
    waivers: [],
    createdAt: decision.time,
    state: "waiting",
    ending: null,
  };
  decision.emit({ kind: "approval_requested", approval });
  return { ...accept(`${said}${waits(approval, decision.time)}`), made: id };
}

/** Replaces what a request proposes, by the same rules as a new one: all decisions on the old proposal are void. */
export function editApproval(
  decision: Decision,
  { found, ask, reason, seenHash }: Edit & { readonly found: EngineApproval },
  actor: CommandActor,
): CommandOutcome {
  const obstacle = editObstacle(found, { by: personOf(actor), at: decision.time, seenHash });
  if (obstacle !== null) return refuseFor(obstacle);
  if (subjectKindOf(ask) !== found.subject.kind)
    return refuse("An edit stays with its subject: take this request back and make another one.");
  const drafted = draft(decision, { ask, reason }, actor);
  if (!drafted.ok) return drafted.outcome;
  const { subject, baseVersion, proposedHash, diff, impact, ...terms } = drafted.terms;
  const proposal = { subject, baseVersion, proposedHash, diff, impact };
  const approval = withProposal(found, proposal, terms);
  decision.emit({ kind: "approval_edited", approval });
  return { ...accept(`${drafted.said}${waits(approval, decision.time)}`), made: found.id };
}

type Terms = Pick<
  EngineApproval,
  | "subject"
  | "baseVersion"
  | "proposedHash"
  | "diff"
  | "impact"
  | "reason"
  | "credentialId"
  | "solo"
  | "expiresAt"
>;

type Draft =
  | { readonly ok: true; readonly terms: Terms; readonly said: string }
  | { readonly ok: false; readonly outcome: CommandOutcome };

function draft(
  decision: Decision,
  { ask, reason }: { readonly ask: ApprovalAsk; readonly reason: string },
  actor: CommandActor,
): Draft {
  const text = reason.trim();
  if (text.length < REASON_LENGTH_MIN)
    return no(refuse(`A request needs a reason of at least ${REASON_LENGTH_MIN} characters.`));
  const held = heldAsk(decision, withReason(ask, text), actor);
  if (!held.ok) return no(held.outcome);
  const proposal = proposalOf(decision, held.ask);
  if (!proposal.ok) return no(refuse(`${held.said}${proposal.error}`));
  const { userId } = actor;
  const unopened =
    ask.kind === "golive_declare" ? unopenedFault(decision.state, decision.time, { userId }) : null;
  if (unopened !== null) return no(refuse(`Not asked for: ${unopened}`));
  const { act, title, diff, impact, livesUntil = Infinity } = proposal.value;
  const kind = subjectKindOf(act);
  const baseVersion = baseOf(decision, act, "baseVersion" in ask ? String(ask.baseVersion) : "");
  const times = timesOf(decision, { kind, alone: isAskedAlone(ask) });
  const terms: Terms = {
    subject: { kind, title, act },
    baseVersion,
    proposedHash: proposalHash(act, baseVersion),
    diff,
    impact,
    reason: text,
    credentialId: actor.stepUp?.credentialId ?? null,
    solo: times.solo,
    expiresAt: Math.min(times.expiresAt, livesUntil),
  };
  return { ok: true, terms, said: held.said };
}

function no(outcome: CommandOutcome): { readonly ok: false; readonly outcome: CommandOutcome } {
  return { ok: false, outcome };
}

/** The held command says why in the words of the request. */
function withReason(ask: ApprovalAsk, reason: string): ApprovalAsk {
  return "reason" in ask ? { ...ask, reason } : ask;
}

type HeldAsk =
  | { readonly ok: true; readonly ask: ApprovalAsk; readonly said: string }
  | { readonly ok: false; readonly outcome: CommandOutcome };

function heldAsk(decision: Decision, ask: ApprovalAsk, actor: CommandActor): HeldAsk {
  if (ask.kind !== "change_limits") return { ok: true, ask, said: "" };
  const split = splitLimits(decision, ask, actor.name);
  return split.ok ? { ok: true, ask: split.looser, said: split.tightened } : split;
}

/** When a request ends; the time runs from the end of the cooling-off, where somebody may be alone. */
function timesOf(
  { state, time }: Decision,
  { kind, alone }: { readonly kind: EngineApproval["subject"]["kind"]; readonly alone: boolean },
): Pick<Approval, "solo" | "expiresAt"> {
  const { policy } = ladderPlace(state);
  const terms = policy.solo !== null && allowsSolo(policy, kind) ? policy.solo : null;
  const coolingOffMs = terms?.coolingOffMs ?? (alone ? COOLING_OFF_MS : null);
  const from = time + (coolingOffMs ?? 0);
  const solo = coolingOffMs === null ? null : { coolsUntil: from };
  const expiresAt = from + policy.expiryMs[kind];
  if (kind !== "go_live") return { solo, expiresAt };
  return { solo, expiresAt: Math.min(expiresAt, nextClose(nextOpen(from))) };
}

function waits({ id, required, solo, expiresAt }: EngineApproval, now: number): string {
  const alone =
    solo === null
      ? ""
      : ` Alone you may approve it from ${momentText(solo.coolsUntil, now)} on, with another passkey.`;
  return `Request ${id} waits for ${describeRoles(required)} until ${momentText(expiresAt, now)}.${alone}`;
}
