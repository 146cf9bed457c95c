/** What a person did, or what was done about one, beside commands: journaled, so that nobody can deny it. */
export type PersonEventName =
  | "signed_in"
  | "sign_in_failed"
  | "sign_in_throttled"
  | "signed_out"
  | "session_revoked"
  | "invited"
  | "invitation_revoked"
  | "joined"
  | "profile_changed"
  | "suspended"
  | "reactivated"
  | "role_changed"
  | "passkey_added"
  | "passkey_removed"
  | "passkeys_reset"
  | "sign_in_link_made"
  | "totp_changed"
  | "password_changed"
  | "recovery_codes_made"
  | "stepped_up"
  | "step_up_refused"
  | "key_created"
  | "key_changed"
  | "key_revoked"
  | "export_made"
  | "audit_verified"
  | "ledger_archived"
  | "ledger_attached"
  | "request_refused"
  | "device_allowed"
  | "notice_delivered"
  | "notice_failed"
  | "notices_dropped"
  | "notice_acknowledged"
  | "notice_channels_changed";

/** Where an act came from, as the edge saw it; a part that is not known is absent. */
export interface ActOrigin {
  readonly session?: string | undefined;
  readonly ip?: string | undefined;
  readonly device?: string | undefined;
  /** Id of the API key that was used. */
  readonly key?: string | undefined;
}

/** One such event. It names people by name, and never holds a secret. */
export interface PersonEvent {
  readonly event: PersonEventName;
  /** Who did it: a name, or for a sign-in that failed the e-mail address as it was typed. */
  readonly by: string;
  readonly byId: string | null;
  /** The role in which it was done; null where nobody was signed in. */
  readonly role: string | null;
  /** Whom or what it is about; null for the person's own. */
  readonly about: string | null;
  readonly from: ActOrigin;
  /** A sentence, or part of one, that says what is special about it; may be empty. */
  readonly detail: string;
  /** Of a receipt for a notice: its channel. Of changed channels: those open since the entry that `about` names. */
  readonly channels?: readonly string[] | undefined;
  /** Of dropped notices: how many the channel has no receipt for, because too many waited. */
  readonly dropped?: number | undefined;
  /** Names one that is kept in the database until the journal has it; absent for what is told once. */
  readonly noteId?: string | undefined;
}

/** What is journaled of people. */
export type PersonRecord = { readonly kind: "person_noted" } & PersonEvent;
