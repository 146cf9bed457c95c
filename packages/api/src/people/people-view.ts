import type { Role } from "../view/scalars.ts";

/** What is shown of people: never a secret, never a whole key. Times are wall-clock milliseconds of the server. */

/** How a person signed in. */
export type SignInWay =
  | "password"
  | "password_and_code"
  | "passkey"
  | "link"
  | "invitation"
  | "device";

/** A signed-in browser. */
export interface SessionView {
  readonly id: string;
  readonly ip: string | null;
  /** The browser's own description. */
  readonly device: string | null;
  readonly way: SignInWay;
  readonly signedInAt: number;
  readonly lastSeenAt: number;
  /** It is the one that asks. */
  readonly current: boolean;
}

/** A passkey, by the name that its owner gave it. */
export interface PasskeyView {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** It is copied to the person's other devices. */
  readonly backedUp: boolean;
}

/** What a person sees of themselves. */
export interface ProfileView {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly hasPassword: boolean;
  /** Codes of a generator are asked for at sign-in. */
  readonly hasTotp: boolean;
  /** Until then their approval counts for nobody else's request; null: it does. */
  readonly countsFrom: number | null;
  readonly recoveryCodesLeft: number;
  readonly passkeys: readonly PasskeyView[];
  readonly sessions: readonly SessionView[];
}

/** A person as the owner sees them. */
export interface PersonView {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly suspendedAt: number | null;
  /** Until then, and without a passkey, they are nobody's other person; null: they are. */
  readonly countsFrom: number | null;
  /** Why their passkeys cannot be removed here; empty: they can. */
  readonly resetObstacle: string;
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  readonly passkeys: number;
  readonly sessions: readonly SessionView[];
}

/** An invitation that nobody has taken up yet. */
export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** An invitation that others agreed to: whoever asked for it fetches its link, once, by inviting once more. */
export interface AgreedInvitation {
  readonly approvalId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly fetchBy: number;
}

/** Everybody who may sign in, or is asked to. */
export interface PeopleView {
  readonly people: readonly PersonView[];
  /** Of the one who asks alone. */
  readonly agreed: readonly AgreedInvitation[];
  readonly invitations: readonly InvitationView[];
}

/** What became of an act about people. */
export interface PersonAnswer {
  readonly accepted: boolean;
  /** Sentence for a person: what happened, or why not and what to do next. */
  readonly sentence: string;
  /** What it lacked; with it, it may be asked for again. */
  readonly needs?: "step_up" | "approval" | undefined;
  /** Nobody else could approve it: whoever asks may themself, later. Absent: others can. */
  readonly alone?: boolean | undefined;
  /** Id of the request that was made, where others must agree. */
  readonly requested?: string | undefined;
  /** The invitation's link; shown this once. */
  readonly link?: string | undefined;
  /** Recovery codes; shown this once. */
  readonly codes?: readonly string[] | undefined;
}
