import type { UnixMs } from "../time.ts";
import type {
  Approval,
  ApprovalDecision,
  ApprovalPerson,
  ApprovalSubject,
  DiffLine,
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

/** Says why somebody may not decide a request so; null when they may. */
export function decisionObstacle(approval: Approval, asked: DecisionAsked): string | null {
  const stale = stateObstacle(approval, asked.at) ?? seenObstacle(approval, asked.seenHash);
  if (stale !== null) return stale;
  const { by, verdict } = asked;
  const entitled = approval.required.some(({ anyOf }) => includesRole(anyOf, by.role));
  if (!entitled)
    return `This is decided by the role ${describeRoles(approval.required)}; you are ${by.role}.`;
  const own = by.userId === approval.requester.userId;
  if (own && verdict === "decline") return "You made this request: take it back instead.";
  if (own) return soloObstacle(approval, asked) ?? repeated(approval, asked);
  // No is always taken, also from somebody who had said yes.
  return verdict === "decline" ? null : repeated(approval, asked);
}

function repeated(approval: Approval, { by, credentialId }: DecisionAsked): string | null {
  if (approval.decisions.some((one) => one.by.userId === by.userId))
    return "You have approved this request already: each person counts once.";
  const used = [approval, ...approval.decisions].map((one) => one.credentialId);
  return credentialId !== null && used.includes(credentialId)
    ? "This passkey has requested or approved this already: each person decides with their own."
    : null;
}

function stateObstacle({ state, expiresAt }: Approval, at: UnixMs): string | null {
  if (state === "conflicted")
    return "What it was made on has changed since: its requester must edit it first.";
  if (state !== "waiting" && state !== "approved") return `The request is ${state} already.`;
  return at >= expiresAt ? "The request has expired: make a new one." : null;
}

function seenObstacle({ proposedHash }: Approval, seenHash: string): string | null {
  return seenHash === proposedHash
    ? null
    : "The request was edited since you looked at it: look at what it proposes now, and decide that.";
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

/** Says why somebody may not replace what a request proposes; null when they may. */
export function editObstacle(
  approval: Approval,
  {
    by,
    at,
    seenHash,
  }: { readonly by: ApprovalPerson; readonly at: UnixMs; readonly seenHash: string },
): string | null {
  if (by.userId !== approval.requester.userId)
    return "Only who made the request edits it. Decline it with what should be otherwise, or make one of your own.";
  if (approval.state === "conflicted")
    return at >= approval.expiresAt
      ? "The request has expired: make a new one."
      : seenObstacle(approval, seenHash);
  return stateObstacle(approval, at) ?? seenObstacle(approval, seenHash);
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
  | { readonly kind: "refused"; readonly why: string }
  /** What it was made on has changed: it must be compared and edited first. */
  | { readonly kind: "conflicted"; readonly why: string };

/** Judges everything again at the moment at which a request is to be carried out. */
export function judgeApply(approval: Approval, asked: ApplyAsked): ApplyVerdict {
  const refused = (why: string): ApplyVerdict => ({ kind: "refused", why });
  const stale = stateObstacle(approval, asked.at) ?? seenObstacle(approval, asked.seenHash);
  if (stale !== null) return refused(stale);
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
