import type { VerificationView } from "@interlock/api/view/audit-view";
import type { Evidence } from "@interlock/core/golive/evidence";

/** What a verification says for the gates of going live. */
export type TrailEvidence = Omit<Evidence, "measuredAt">;

/** Returns the evidence of a verification that has ended; null for one of a part, which says nothing of the rest. */
export function trailEvidence(view: VerificationView): TrailEvidence | null {
  const { state, links, content, anchored, by, to, lastHash } = view;
  if (state !== "sound" && state !== "faulty") return null;
  if (view.from !== null && view.from > 1) return null;
  const verdicts = [links, content, anchored];
  const passed = state === "sound" && verdicts.every((verdict) => verdict?.ok === true);
  const bad = verdicts.find((verdict) => verdict?.ok !== true);
  const value = passed ? `sound to entry ${to ?? view.lastSeq ?? 0}` : "not proven";
  const sentence = passed
    ? `The whole trail was verified by ${by}: links, content, and anchored.`
    : `The trail was not proven: ${bad?.sentence ?? "it was not anchored outside the database"}.`;
  return { name: "audit_chain", build: "", passed, value, sentence, by, source: lastHash };
}
