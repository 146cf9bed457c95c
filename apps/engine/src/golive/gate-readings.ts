import { type GateReading, judgeGates, verdictText } from "@interlock/core/golive/judge-gates";
import type { UnixMs } from "@interlock/core/time";
import type { EngineState } from "../state.ts";
import { runningBinding, sha256 } from "./running-binding.ts";
import { standingEvidence } from "./standing-evidence.ts";

/** Returns every gate as it stands now: from the journal's state alone, so that engine and console say the same. */
export function gateReadings(state: EngineState, now: UnixMs): readonly GateReading[] {
  const { golive, build } = state;
  return judgeGates({
    now,
    build,
    evidence: standingEvidence(state, now),
    waivers: golive.waivers,
  });
}

/** Returns what a vote is for: the verdicts of all gates and what would be launched, as a short hash. */
export function pollBasis(state: EngineState, now: UnixMs): string {
  return sha256([verdictText(gateReadings(state, now)), runningBinding(state)]).slice(0, 16);
}
