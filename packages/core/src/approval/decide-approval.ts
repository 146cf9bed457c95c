import { momentText } from "../market/clock-text.ts";
import type { UnixMs } from "../time.ts";
import {
  type Approval,
  type ApprovalDecision,
  type ApprovalPerson,
  type ApprovalSubject,
  type DiffLine,
  isLive,
} from "./approval.ts";
import { agreementOf, describeRoles, includesRole, soloObstacle, type Standing } from "./quorum.ts";

/** What a request proposes: all that an edit replaces. */
export interface Proposal<Act = unknown> {
  readonly subject: ApprovalSubject<Act>;
  readonly baseVersion: string;
  readonly proposedHash: string;
  readonly diff: readonly DiffLine[];
  readonly impact: readonly string[];
}

/** A person's decision on what they saw. */
export interface DecisionAsked extends ApprovalDecision {
  /** The hash of what they saw: another one means that it was edited meanwhile. */
  readonly seenHash: string;
}

/** Why somebody may not do something with a request: it has moved on, or it is not theirs to do. */
export interface Obstacle {
  readonly fault: "conflict" | "forbidden";
  readonly why: string;
}

/** Says why somebody may not decide a request so; null when they may. */
export function decisionObstacle(approval: Approval, asked: DecisionAsked): Obstacle | null {
  const own = asked.by.userId === approval.requester.userId;
  const why = own
    ? ownObstacle(approval, asked)
    : (entitlement(approval, asked) ?? dependence(approval, asked));
  if (why !== null) return { fault: "forbidden", why };
  const stale = stateObstacle(approval, asked.at) ?? seenObstacle(approval, asked.seenHash);
  if (stale !== null) return stale;
  // No is always taken, also from somebody who had said yes.
  const again = asked.verdict === "decline" ? null : repeated(approval, asked);
  return again === null ? null : { fault: "forbidden", why: again };
}

/** Identity is the person: it does not matter by which session, key or passkey they come. */
function ownObstacle(approval: Approval, asked: DecisionAsked): string | null {
  if (asked.verdict === "decline") return "You made this request: take it back instead.";
  return soloObstacle(approval, asked) ?? entitlement(approval, asked);
}

function entitlement({ required }: Approval, { by }: DecisionAsked): string | null {
  if (required.some(({ anyOf }) => includesRole(anyOf, by.role))) return null;
  return `This is decided by the role ${describeRoles(required)}; you are ${by.role}.`;
}

/**
 * One person may have made two accounts: who has their role by one person's word alone is nobody's other person at
 * first, and who gave it to them is none on their requests. No is always taken.
 */
function dependence({ requester }: Approval, { by, verdict }: DecisionAsked): string | null {
  if (verdict === "decline") return null;
  if (by.raisedAlone?.settled === false) return UNSETTLED;
  const { raisedAlone } = requester;
  return raisedAlone?.settled === false && raisedAlone.by === by.userId
    ? `You alone gave ${requester.name} the role ${requester.role} within the last 24 hours: another person must decide this.`
    : null;
}

/** What is said to somebody who may not yet stand in for another person. */
export const UNSETTLED =
  "One person alone gave you your role: your approval counts once that is 24 hours ago, and you hold a passkey of your own. Your no counts now.";

/** What is still missing before somebody counts as another person; times are real time in milliseconds. */
export interface Unsettled {
  /** When the 24 hours are over. */
  readonly settlesAt: UnixMs;
  readonly holdsPasskey: boolean;
}

/** Says of somebody, to others, from when on their approval counts. */
export function laterWords(
  { name, role }: Pick<ApprovalPerson, "name" | "role">,
  { settlesAt, holdsPasskey }: Unsettled,
  now: UnixMs,
): string {
  const from = settlesAt > now ? ` from ${momentText(settlesAt, now)} on` : "";
  const passkey = holdsPasskey
    ? ""
    : `${from === "" ? "" : ","} once they hold a passkey of their own`;
  return `The approval of ${name} (${role}) counts${from}${passkey}.`;
}

/**
 * The same to somebody of whom it is known what is still missing: from when on they count, and by which clock.
 */
export function unsettledWords({ settlesAt, holdsPasskey }: Unsettled, now: UnixMs): string {
  const from =
    settlesAt > now ? ` from ${momentText(settlesAt, now)} on, by the database's clock` : "";
  const passkey = holdsPasskey
    ? ""
    : `${from === "" ? "" : " and"} once you hold a passkey of your own: add one on the page Settings`;
  return `One person alone gave you your role: your approval counts${from}${passkey}. Your no counts now.`;
}

function repeated(approval: Approval, { by, credentialId }: DecisionAsked): string | null {
  if (approval.decisions.some((one) => one.by.userId === by.userId))
    return "You have approved this request already: each person counts once.";
  const used = [approval, ...approval.decisions].map((one) => one.credentialId);
  return credentialId !== null && used.includes(credentialId)
    ? "This passkey has requested or approved this already: each person decides with their own."
    : null;
}

function stateObstacle({ state, expiresAt }: Approval, at: UnixMs): Obstacle | null {
  if (state === "conflicted")
    return conflict("What it was made on has changed since: its requester must edit it first.");
  if (state !== "waiting" && state !== "approved")
    return conflict(`The request is ${state} already.`);
  return at >= expiresAt ? conflict(EXPIRED) : null;
}

const EXPIRED = "The request has expired: make a new one.";

function seenObstacle({ proposedHash }: Approval, seenHash: string): Obstacle | null {
  return seenHash === proposedHash
    ? null
    : conflict(
        "The request was edited since you looked at it: look at what it proposes now, and go by that.",
      );
}

function conflict(why: string): Obstacle {
  return { fault: "conflict", why };
}

/** Returns a request with a decision that was allowed; an earlier one of the same person gives way. */
export function withDecision<Act>(
  approval: Approval<Act>,
  decision: ApprovalDecision,
): Approval<Act> {
  const decisions = [
    ...approval.decisions.filter(({ by }) => by.userId !== decision.by.userId),
    decision,
  ];
  const after = { ...approval, decisions };
  if (decision.verdict === "decline") {
    const { by, at, reason } = decision;
    return { ...after, state: "declined", ending: { at, by, why: reason } };
  }
  return { ...after, state: agreementOf(after).reached ? "approved" : "waiting" };
}

/** What somebody saw of a request, and wants to do with it. */
export interface Touch {
  readonly by: ApprovalPerson;
  readonly at: UnixMs;
  readonly seenHash: string;
}

/** Says why somebody may not replace what a request proposes; null when they may. */
export function editObstacle(approval: Approval, { by, at, seenHash }: Touch): Obstacle | null {
  if (by.userId !== approval.requester.userId)
    return {
      fault: "forbidden",
      why: "Only who made the request edits it. Decline it with what should be otherwise, or make one of your own.",
    };
  // A conflicted one waits for exactly this.
  const open =
    approval.state === "conflicted" ? { ...approval, state: "waiting" as const } : approval;
  return stateObstacle(open, at) ?? seenObstacle(approval, seenHash);
}

/** Says why somebody may not take a request back; null when they may. */
export function cancelObstacle(approval: Approval, by: ApprovalPerson): Obstacle | null {
  if (by.userId !== approval.requester.userId)
    return {
      fault: "forbidden",
      why: "Only who made the request takes it back: decline it instead.",
    };
  return isLive(approval) ? null : conflict(`The request is ${approval.state} already.`);
}

/** What an edit sets besides the proposal: its times run anew. */
export type EditTerms = Pick<Approval, "reason" | "credentialId" | "solo" | "expiresAt">;

/** Returns a request that proposes something else: all that was decided on the old proposal is gone. */
export function withProposal<Act>(
  approval: Approval<Act>,
  proposal: Proposal<Act>,
  terms: EditTerms,
): Approval<Act> {
  return {
    ...approval,
    ...proposal,
    ...terms,
    decisions: [],
    state: "waiting",
    ending: null,
  };
}

/** What is true when somebody wants a request carried out. */
export interface ApplyAsked {
  readonly at: UnixMs;
  readonly seenHash: string;
  /** What it would be made on now. */
  readonly baseVersion: string;
  /** The hash of what is held, computed anew. */
  readonly heldHash: string;
  /** The roles that the people who decided have now; absent: as they were when they decided. */
  readonly standing?: Standing | undefined;
}

/** Whether a request may be carried out now. */
export type ApplyVerdict =
  | { readonly kind: "apply"; readonly fourEyes: boolean }
  | { readonly kind: "refused"; readonly why: string; readonly fault?: Obstacle["fault"] }
  /** What it was made on has changed: it must be compared and edited first. */
  | { readonly kind: "conflicted"; readonly why: string };

/** Judges everything again at the moment at which a request is to be carried out. */
export function judgeApply(approval: Approval, asked: ApplyAsked): ApplyVerdict {
  const refused = (why: string): ApplyVerdict => ({ kind: "refused", why });
  const stale = stateObstacle(approval, asked.at) ?? seenObstacle(approval, asked.seenHash);
  if (stale !== null) return { kind: "refused", ...stale };
  if (asked.heldHash !== approval.proposedHash)
    return refused("What is held is not what was proposed: make a new request.");
  if (asked.baseVersion !== approval.baseVersion)
    return {
      kind: "conflicted",
      why: `It was made on version ${approval.baseVersion}, and ${asked.baseVersion} is in force: look at the new difference, and edit it.`,
    };
  const agreement = agreementOf(approval, asked.standing);
  if (!agreement.reached) return refused(agreement.lacking);
  return { kind: "apply", fourEyes: agreement.fourEyes };
}
