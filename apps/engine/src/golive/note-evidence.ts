import { MINUTE_MS } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";

/** What is measured all the time is noted once an hour, and at once where its verdict turns. */
const AGAIN_MS = 60 * MINUTE_MS;

/** What only the running engine's surroundings can know; nobody else's word enters by this way. */
const SURROUNDINGS = ["alerts", "clock", "disk", "audit_chain", "restore_drill"];

/** Notes what the host, the database and the audit measured of themselves. */
export function noteEvidence(
  decision: Decision,
  body: Extract<Input["body"], { readonly kind: "evidence" }>,
): void {
  const { evidence } = body;
  if (!SURROUNDINGS.includes(evidence.name)) return;
  const known = decision.state.golive.evidence[evidence.name];
  const recent = known !== undefined && decision.time - known.measuredAt < AGAIN_MS;
  if (recent && known.passed === evidence.passed) return;
  decision.emit({ kind: "evidence_noted", evidence: { ...evidence, measuredAt: decision.time } });
}
