import type { UnixMs } from "../time.ts";

/** What people at the desk are, and so what they may agree to. */
export type DeskRole = "viewer" | "trader" | "risk" | "ops" | "owner";

/** What needs agreement: each kind has its own policy, and its own hand that carries it out. */
export const SUBJECT_KINDS = [
  "limits",
  "resume",
  "override",
  "go_live",
  "role",
  "key",
  "policy",
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/**
 * What is proposed. `act` is what is carried out once it is applied, plain JSON whose shape belongs to the kind; it is
 * held here, so that what people agreed to and what happens cannot differ.
 */
export interface ApprovalSubject<Act = unknown> {
  readonly kind: SubjectKind;
  /** Names it for people, e.g. "Limits of symbol NVDA". */
  readonly title: string;
  readonly act: Act;
}

/** One line of what changes, as people read it. */
export interface DiffLine {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  readonly direction?: "tighter" | "looser" | "same";
}

/** Somebody at the desk, as the edge established them; identity is the account, never a session. */
export interface ApprovalPerson {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  /** Set for somebody who has their role by the word of one person alone; absent: others had agreed, or nobody asks. */
  readonly raisedAlone?: RaisedAlone;
}

/** That one person alone made somebody a person here, or gave them their role. */
export interface RaisedAlone {
  /** The user id of that person. */
  readonly by: string;
  /** Whether it is long enough ago, and they hold a passkey of their own: until then they are nobody's other person. */
  readonly settled: boolean;
}

/** So many different people of one of these roles must approve. */
export interface Requirement {
  readonly anyOf: readonly DeskRole[];
  readonly count: number;
}

/** What one person said. One person has one decision in a round; an edit begins a new round. */
export interface ApprovalDecision {
  readonly by: ApprovalPerson;
  readonly verdict: "approve" | "decline";
  readonly reason: string;
  readonly at: UnixMs;
  /** The passkey of the step-up that went with it; null where none was needed. */
  readonly credentialId: string | null;
}

/** A condition that is set aside for this proposal, with who said so and until when. */
export interface Waiver {
  readonly what: string;
  readonly reason: string;
  readonly by: ApprovalPerson;
  readonly expiresAt: UnixMs;
}

/** What holds where nobody else is there: the requester may approve, later and with another passkey. */
export interface SoloTerms {
  /** On the venue's clock, as every time here: before it the requester's own approval is refused. */
  readonly coolsUntil: UnixMs;
}

/**
 * `waiting` for decisions → `approved` → `applied`. It ends without effect as `declined` (anybody entitled said no),
 * `expired`, or `void` (taken back, or its ground is gone). `conflicted`: what it was made on has changed since; its
 * requester may edit it, which begins a new round. What nobody submitted yet is no approval: a form holds it.
 */
export type ApprovalState =
  | "waiting"
  | "approved"
  | "applied"
  | "declined"
  | "expired"
  | "void"
  | "conflicted";

/** A request with all that was said to it. Plain data: journaled, snapshotted, shown. */
export interface Approval<Act = unknown> {
  readonly id: string;
  readonly subject: ApprovalSubject<Act>;
  /** What it was made on, e.g. the limits' version; it is applied only while that is still so. */
  readonly baseVersion: string;
  /** Of act and base version, in hexadecimal: a decision names it, so that nobody agrees to what they have not seen. */
  readonly proposedHash: string;
  readonly diff: readonly DiffLine[];
  /** Sentences on what it would do. */
  readonly impact: readonly string[];
  readonly reason: string;
  readonly requester: ApprovalPerson;
  /** The passkey of the request, which is no other person's and cannot approve it; null: none was used. */
  readonly credentialId: string | null;
  readonly required: readonly Requirement[];
  /** Null where only others may approve. */
  readonly solo: SoloTerms | null;
  readonly decisions: readonly ApprovalDecision[];
  readonly waivers: readonly Waiver[];
  readonly createdAt: UnixMs;
  /** From then on nobody decides or applies it; after the cooling-off where there is one. */
  readonly expiresAt: UnixMs;
  readonly state: ApprovalState;
  /** How it ended, or why it is conflicted; null while it is open. */
  readonly ending: ApprovalEnding | null;
}

/** How a request ended. */
export interface ApprovalEnding {
  readonly at: UnixMs;
  /** Null where nobody ended it: time did, or what it was made on. */
  readonly by: ApprovalPerson | null;
  readonly why: string;
  /** Of an applied one: whether others than the requester had agreed. */
  readonly fourEyes?: boolean;
  /** Of a conflicted one: what it would change now. */
  readonly diff?: readonly DiffLine[];
  /** Of an applied one that others than the engine carry out: what came of it; absent while nothing did. */
  readonly carried?: CarriedOut;
}

/** What came of an act that was agreed. */
export interface CarriedOut {
  readonly done: boolean;
  readonly sentence: string;
}

/** Tells whether something may still become of a request. */
export function isLive({ state }: Pick<Approval, "state">): boolean {
  return state === "waiting" || state === "approved" || state === "conflicted";
}
