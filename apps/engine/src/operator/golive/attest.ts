import { createHash } from "node:crypto";
import type { Decision } from "../../decision.ts";
import { readAttestation } from "../../golive/attestation.ts";
import { accept, type CommandOutcome, refuse } from "../command-outcome.ts";

/** Takes over what a key of the configuration signed. Nothing unsigned, and of no key more than it may say. */
export function attest(
  decision: Decision,
  signed: { readonly statement: string; readonly signature: string; readonly keyId: string },
): CommandOutcome {
  const { settings } = decision.state;
  const read = readAttestation(signed, settings?.attestors ?? [], settings?.environment ?? "");
  if (!read.ok) return refuse(`Not taken: ${read.error}.`);
  const { issuer, evidence } = read.value;
  const source = createHash("sha256").update(signed.statement).digest("hex");
  for (const one of evidence) {
    const measuredAt = Math.min(one.measuredAt, decision.time);
    const known = decision.state.golive.evidence[one.name];
    // An old statement, given once more, takes nothing newer back.
    if (known !== undefined && known.measuredAt > measuredAt) continue;
    const from = one.name === "replay" ? one.source : source;
    const by = `${issuer}, key ${signed.keyId}`;
    decision.emit({ kind: "evidence_noted", evidence: { ...one, measuredAt, by, source: from } });
  }
  return accept(`${evidence.length} measurements signed by ${issuer} were taken.`);
}
