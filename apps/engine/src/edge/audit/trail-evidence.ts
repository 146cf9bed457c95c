import type { VerificationView } from "@interlock/api/view/audit-view";
import type { Evidence } from "@interlock/core/golive/evidence";
import { MINUTE_MS } from "@interlock/core/time";
import type { AnchorVerdict } from "../../journal/heads/judge-heads.ts";

/** What a verification says for the gates of going live. */
export type TrailEvidence = Omit<Evidence, "measuredAt">;

/** What a verification was asked for and how far heads vouch for it. */
export interface TrailReach {
  /** Whether only a range was asked for, however large. */
  readonly ranged: boolean;
  readonly anchor: Pick<AnchorVerdict, "at" | "notAnchored">;
}

/** A head says nothing of the entries after it: the end of the journal may lack one for so long. */
const NOT_ANCHORED_MS_MAX = 15 * MINUTE_MS;

/** Returns the evidence of a verification that has ended; null for one of a range, which says nothing of the rest. */
export function trailEvidence(view: VerificationView, reach: TrailReach): TrailEvidence | null {
  const { state, by, to, lastSeq, lastHash } = view;
  if (state !== "sound" && state !== "faulty") return null;
  if (reach.ranged) return null;
  const why = faultOf(view) || lateness(view, reach.anchor);
  const passed = why === "";
  const value = passed ? `sound to entry ${to ?? lastSeq ?? 0}` : "not proven";
  const sentence = passed
    ? `The whole trail was verified by ${by}: links, content, and anchored.`
    : `The trail was not proven: ${why}.`;
  return { name: "audit_chain", build: "", passed, value, sentence, by, source: lastHash };
}

function faultOf({ state, links, content, anchored }: VerificationView): string {
  const bad = [links, content, anchored].find((verdict) => verdict?.ok !== true);
  if (bad === undefined) return state === "sound" ? "" : "it did not verify";
  return bad?.sentence ?? "it was not anchored outside the database";
}

/** Says how long the end of the journal has had no head, where that is too long; else nothing. */
function lateness(
  { startedAt }: VerificationView,
  { at, notAnchored }: TrailReach["anchor"],
): string {
  if (notAnchored === 0) return "";
  if (at === null || startedAt === null) return `${notAnchored} entries are not anchored`;
  const age = startedAt - at;
  if (age <= NOT_ANCHORED_MS_MAX) return "";
  const minutes = Math.floor(age / MINUTE_MS);
  return `its last ${notAnchored} entries are not anchored: the newest head is ${minutes} minutes old, and ${NOT_ANCHORED_MS_MAX / MINUTE_MS} are allowed`;
}
