import type { Decision } from "../../decision.ts";
import { gateReadings, MOVED_ON } from "../../golive/gate-readings.ts";
import { evidenceHash } from "../../golive/opened-evidence.ts";
import { accept, type CommandOutcome, refuse } from "../command-outcome.ts";
import type { CommandActor } from "../operator-command.ts";

/** What somebody looks into, and what their page showed of it. */
interface Opened {
  readonly gate: string;
  readonly evidence: string;
}

/** Notes that somebody opened what a gate rests on, as it is now: what changed since their page was not seen. */
export function openEvidence(
  decision: Decision,
  { gate: id, evidence }: Opened,
  { userId, name }: CommandActor,
): CommandOutcome {
  const { state, time } = decision;
  const reading = gateReadings(state, time).find(({ gate }) => gate.id === id);
  if (reading === undefined) return refuse(`Not noted: there is no gate ${id}.`);
  if (evidence !== evidenceHash(reading)) return refuse(`Not noted: ${MOVED_ON}`);
  const { gate } = reading;
  const said = accept(`It is noted that you opened the evidence of ${gate.id} ${gate.name}.`);
  const known = state.golive.opened.some(
    (one) => one.gate === gate.id && one.by.userId === userId && one.evidence === evidence,
  );
  if (known) return said;
  decision.emit({ kind: "gate_opened", gate: gate.id, evidence, by: { userId, name } });
  return said;
}
