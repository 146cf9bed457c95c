import type { Decision } from "../../decision.ts";
import { endLaunch } from "../../golive/watch-launch.ts";
import { accept, type CommandOutcome, refuse } from "../command-outcome.ts";
import type { CommandActor } from "../operator-command.ts";

/** What a person ends, and why. */
interface Ending {
  readonly launchId: string;
  readonly reason: string;
}

/** Anybody who is signed in stops a countdown: one gesture, a reason if they have one. */
export function abortLaunch(
  decision: Decision,
  { launchId, reason }: Ending,
  { name }: CommandActor,
): CommandOutcome {
  const { launch } = decision.state.golive;
  if (launch?.launchId !== launchId || launch.stage !== "counting")
    return refuse(`Not aborted: no countdown of ${launchId} runs.`);
  endLaunch(decision, { stage: "aborted", why: why(reason, `aborted by ${name}`), by: name });
  return accept(`${launchId} was aborted.`);
}

/** Back to paper at once: less risk waits for nobody. What is held stays, and only orders toward flat pass. */
export function demoteLaunch(
  decision: Decision,
  { launchId, reason }: Ending,
  { name }: CommandActor,
): CommandOutcome {
  const { launch } = decision.state.golive;
  if (launch?.launchId !== launchId || launch.stage !== "in_force")
    return refuse(`Not demoted: ${launchId} is not in force.`);
  endLaunch(decision, { stage: "demoted", why: why(reason, `demoted by ${name}`), by: name });
  return accept(`${launchId} was demoted: only orders that reduce risk pass.`);
}

/** A rehearsal that was demoted shows what live would do, until a person has seen it. */
export function closeRehearsal(
  decision: Decision,
  launchId: string,
  { name }: CommandActor,
): CommandOutcome {
  const { launch } = decision.state.golive;
  if (launch?.launchId !== launchId || launch.stage !== "demoted" || !launch.rehearsal)
    return refuse(`Not closed: ${launchId} is no rehearsal that was demoted.`);
  decision.emit({ kind: "rehearsal_closed", launchId, by: name });
  return accept(`The rehearsal ${launchId} is closed: the simulation trades again.`);
}

function why(reason: string, otherwise: string): string {
  return reason.trim() === "" ? otherwise : reason.trim().replace(/\.$/, "");
}
