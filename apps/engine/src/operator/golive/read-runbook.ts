import { RUNBOOKS } from "@interlock/core/golive/evidence";
import type { Decision } from "../../decision.ts";
import { accept, type CommandOutcome, refuse } from "../command-outcome.ts";
import type { CommandActor } from "../operator-command.ts";

/** Notes who read a runbook: in an emergency nobody reads one for the first time. */
export function readRunbook(
  decision: Decision,
  runbook: string,
  { name, userId }: CommandActor,
): CommandOutcome {
  const known = RUNBOOKS.find((one) => one === runbook);
  if (known === undefined)
    return refuse(`Not noted: there is no runbook ${runbook}. There are ${RUNBOOKS.join(", ")}.`);
  decision.emit({
    kind: "evidence_noted",
    evidence: {
      name: `runbook:${known}`,
      measuredAt: decision.time,
      build: "",
      passed: true,
      value: `${known}: ${name}`,
      sentence: `${name} read the runbook ${known}.`,
      by: name,
      source: userId,
    },
  });
  return accept(`It is noted that you read the runbook ${known}.`);
}
