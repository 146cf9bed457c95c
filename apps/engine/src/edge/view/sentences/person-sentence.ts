import type { PersonEventName, PersonRecord } from "../../../records/person-record.ts";

const WORDS: Readonly<Record<PersonEventName, string>> = {
  signed_in: "signed in",
  sign_in_failed: "could not sign in",
  sign_in_throttled: "tried to sign in too often",
  signed_out: "signed out",
  session_revoked: "ended a session",
  invited: "invited",
  invitation_revoked: "took back the invitation of",
  joined: "joined",
  profile_changed: "changed their name or e-mail address",
  suspended: "suspended",
  reactivated: "reactivated",
  role_changed: "changed the role of",
  passkey_added: "added a passkey",
  passkey_removed: "removed a passkey",
  passkeys_reset: "removed all passkeys of",
  sign_in_link_made: "made a one-time sign-in link for",
  totp_changed: "changed the sign-in codes",
  password_changed: "changed the password",
  recovery_codes_made: "made new recovery codes",
  stepped_up: "confirmed an action with a passkey",
  step_up_refused: "could not confirm an action with a passkey",
  key_created: "created an API key",
  key_changed: "changed an API key",
  key_revoked: "revoked an API key",
  export_made: "exported the audit trail",
  audit_verified: "verified the audit trail",
  ledger_archived: "archived a month of the database",
  ledger_attached: "put an archived month back into the database",
  request_refused: "was refused a request",
  device_allowed: "allowed the command line",
  notice_delivered: "told people of",
  notice_failed: "could not tell people of",
  notices_dropped: "dropped notices that nobody was told of",
  notice_acknowledged: "acknowledged a notice",
  notice_channels_changed: "opened the channels of notices after entry",
};

/** Says in one sentence what a person did, about whom, and from where. */
export function personSentence({ event, by, role, about, from, detail }: PersonRecord): string {
  const who = role === null ? by : `${by} (${role})`;
  const whom = about === null ? "" : ` ${about}`;
  const where = from.ip === undefined ? "" : ` from ${from.ip}`;
  return `${who} ${WORDS[event]}${whom}${where}${detail === "" ? "" : `: ${detail}`}.`;
}

/** What somebody tried in vain deserves a look; the rest is the day's business. */
export function personSeverity({ event }: PersonRecord): "info" | "warning" {
  const failed: readonly PersonEventName[] = [
    "sign_in_failed",
    "sign_in_throttled",
    "step_up_refused",
    "request_refused",
    "notice_failed",
    "notices_dropped",
  ];
  return failed.includes(event) ? "warning" : "info";
}
