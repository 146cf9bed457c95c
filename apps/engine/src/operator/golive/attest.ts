import { createHash } from "node:crypto";
import type { Evidence } from "@interlock/core/golive/evidence";
import type { Decision } from "../../decision.ts";
import { readAttestation } from "../../golive/attestation.ts";
import type { BuilderNames, GoLiveCommand } from "./golive-command.ts";
import { accept, type CommandOutcome, refuse } from "../command-outcome.ts";

/** Takes over what a key of the configuration signed. Nothing unsigned, and of no key more than it may say. */
export function attest(
  decision: Decision,
  signed: Extract<GoLiveCommand, { readonly kind: "golive_attest" }>,
): CommandOutcome {
  const { settings } = decision.state;
  const read = readAttestation(signed, settings?.attestors ?? [], settings?.environment ?? "");
  if (!read.ok) return refuse(`Not taken: ${read.error}.`);
  const { issuer, evidence } = read.value;
  const obstacle = builderObstacle(evidence, signed.knownBuilders);
  if (obstacle !== null) return refuse(obstacle);
  const source = createHash("sha256").update(signed.statement).digest("hex");
  for (const one of evidence) {
    const measuredAt = Math.min(one.measuredAt, decision.time);
    const known = decision.state.golive.evidence[one.name];
    // An old statement, given once more, takes nothing newer back.
    if (known !== undefined && known.measuredAt > measuredAt) continue;
    const from = one.name === "replay" ? one.source : source;
    const by = `${issuer}, key ${signed.keyId}`;
    const names = namesOf(one, signed.knownBuilders);
    const noted = { ...one, ...names, measuredAt, by, source: from };
    decision.emit({ kind: "evidence_noted", evidence: noted });
  }
  return accept(`${evidence.length} measurements signed by ${issuer} were taken.`);
}

/**
 * Says why what names builders is not taken; null where the desk knows all of them. An id that nobody has would leave
 * whoever did build it free to hold the station risk.
 */
function builderObstacle(
  evidence: readonly Pick<Evidence, "builders">[],
  known: BuilderNames | undefined,
): string | null {
  const builders = evidence.flatMap(({ builders: named = [] }) => named);
  if (builders.length === 0) return null;
  if (known === undefined)
    return "Not taken: who built it could not be looked up, for the database of people did not answer. Bring it back (./interlock health shows it), and attest the same again.";
  const stranger = builders.find((id) => known[id] === undefined);
  return stranger === undefined
    ? null
    : `Not taken: it says that ${stranger} built it, and nobody on the desk has that id. ./interlock people list shows everybody's; sign it anew with --builder and the id of who built it.`;
}

function namesOf(
  { builders }: Pick<Evidence, "builders">,
  known: BuilderNames = {},
): Pick<Evidence, "builderNames"> {
  return builders === undefined ? {} : { builderNames: builders.map((id) => known[id] ?? id) };
}
