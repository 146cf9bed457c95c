import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import { expireLimits } from "../operator/limits/expire-limits.ts";
import { noteEvidence } from "./note-evidence.ts";
import { watchDrill } from "./watch-drill.ts";
import { watchLaunch } from "./watch-launch.ts";

/**
 * First of all, what was to end ends: changes of limits, and then the approval of live trading, which they may touch.
 * No order is judged by anything that should not be in force any more.
 */
export function endWhatIsOver(decision: Decision, input: Input): void {
  expireLimits(decision);
  watchLaunch(decision, input);
}

/** Takes what was measured of the surroundings, follows a drill to its end, and looks at the launch once more. */
export function takeEvidence(decision: Decision, input: Input): void {
  if (input.body.kind === "evidence") noteEvidence(decision, input.body);
  watchDrill(decision, input);
  watchLaunch(decision, input);
}
