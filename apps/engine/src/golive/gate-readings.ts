import {
  allPass,
  type GateReading,
  judgeGates,
  openGates,
  verdictText,
} from "@interlock/core/golive/judge-gates";
import { isStanding } from "@interlock/core/golive/launch";
import { pollObstacle } from "@interlock/core/golive/station-poll";
import type { UnixMs } from "@interlock/core/time";
import type { EngineState } from "../state.ts";
import { pollGround } from "./poll-ground.ts";
import { runningBinding, sha256, strategiesHash } from "./running-binding.ts";
import { standingEvidence } from "./standing-evidence.ts";

/** Returns every gate as it stands now: from the journal's state alone, so that engine and console say the same. */
export function gateReadings(state: EngineState, now: UnixMs): readonly GateReading[] {
  const { golive, build, settings } = state;
  return judgeGates({
    now,
    build,
    strategies: settings === null ? "" : strategiesHash(settings),
    evidence: standingEvidence(state, now),
    waivers: golive.waivers,
  });
}

/** Returns what a vote is for: the verdicts of all gates and what would be launched, as a short hash. */
export function pollBasis(state: EngineState, now: UnixMs): string {
  return sha256([verdictText(gateReadings(state, now)), runningBinding(state)]).slice(0, 16);
}

/** A sentence for a page that shows gates, limits or a build of before. */
export const MOVED_ON =
  "The gates, the build, the configuration or the limits changed since the page was drawn: look at them again.";

/** Says why nothing can be launched now by somebody who saw `basis`, as a sentence; null where it can. */
export function launchObstacleNow(state: EngineState, now: UnixMs, basis: string): string | null {
  const { votes, launch } = state.golive;
  if (isStanding(launch)) return `${launch.launchId} stands already.`;
  if (basis !== pollBasis(state, now)) return MOVED_ON;
  const readings = gateReadings(state, now);
  if (!allPass(readings))
    return `These gates do not pass: ${openGates(readings).join(", ")}. What is unknown counts as red.`;
  return pollObstacle(votes, basis, pollGround(state));
}
