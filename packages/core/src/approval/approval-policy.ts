import { MINUTE_MS } from "../time.ts";
import { type DeskRole, type Requirement, SUBJECT_KINDS, type SubjectKind } from "./approval.ts";

/** Who must agree to what, and for how long an agreement is good. Configuration, never above what live demands. */
export interface ApprovalPolicy {
  /** `full`: passkeys and other people; `inline`: one confirmation with a reason. Live is always full. */
  readonly ladder: "inline" | "full";
  /** How many other people must approve each kind, 1 to 5. */
  readonly quorum: Readonly<Record<SubjectKind, number>>;
  /** How long a request stands, in milliseconds of venue time; a go-live's ends with the next session besides. */
  readonly expiryMs: Readonly<Record<SubjectKind, number>>;
  /** Alone: the requester approves after the cooling-off, with another passkey. Null: never. */
  readonly solo: { readonly coolingOffMs: number } | null;
}

/** How long requests stand at most: what is asked under these circumstances is not agreed under others. */
export const EXPIRY_MS_MAX: Readonly<Record<SubjectKind, number>> = {
  limits: 60 * MINUTE_MS,
  resume: 15 * MINUTE_MS,
  override: 5 * MINUTE_MS,
  // Three days of holidays and a weekend: the end of the next session comes before.
  go_live: 7 * 24 * 60 * MINUTE_MS,
  role: 24 * 60 * MINUTE_MS,
  key: 24 * 60 * MINUTE_MS,
  policy: 24 * 60 * MINUTE_MS,
};

/** How long somebody who is alone waits before they agree to their own request. */
export const COOLING_OFF_MS = 30 * MINUTE_MS;

/** What holds where the configuration says nothing, as in journals from before there were approvals. */
export const DEFAULT_POLICY: ApprovalPolicy = {
  ladder: "inline",
  quorum: { limits: 1, resume: 1, override: 1, go_live: 1, role: 1, key: 1, policy: 1 },
  expiryMs: EXPIRY_MS_MAX,
  solo: null,
};

/** Who may approve what: who answers for it, whoever asked. */
const APPROVERS: Readonly<Record<SubjectKind, readonly DeskRole[]>> = {
  limits: ["risk", "owner"],
  resume: ["risk", "owner"],
  override: ["risk", "owner"],
  go_live: ["risk", "owner"],
  role: ["owner"],
  key: ["ops", "owner"],
  policy: ["owner"],
};

/** What each kind of request is about, as people call it. */
export const SUBJECT_WORDS: Readonly<Record<SubjectKind, string>> = {
  limits: "looser limits",
  resume: "a resume or re-arm",
  override: "an override",
  go_live: "a go-live",
  role: "a role",
  key: "an API key",
  policy: "the approval policy",
};

/** Returns what a role approves, of all kinds of requests in their order; empty for a role that approves nothing. */
export function approvedBy(role: DeskRole): readonly SubjectKind[] {
  return SUBJECT_KINDS.filter((kind) => APPROVERS[kind].includes(role));
}

/** Returns who must approve a kind of request. */
export function requirementsOf(policy: ApprovalPolicy, kind: SubjectKind): readonly Requirement[] {
  return [{ anyOf: APPROVERS[kind], count: policy.quorum[kind] }];
}

/**
 * Tells whether a person who is alone may approve such a request themself. An override cannot: its denial is too old
 * for it before the cooling-off is over.
 */
export function allowsSolo(policy: ApprovalPolicy, kind: SubjectKind): boolean {
  return policy.solo !== null && policy.solo.coolingOffMs < lifeOf(kind);
}

/** How long what a request is about lasts by itself. */
function lifeOf(kind: SubjectKind): number {
  return kind === "override" ? EXPIRY_MS_MAX.override : Infinity;
}
