import type { PollGround } from "@interlock/core/golive/station-poll";
import { ladderPlace } from "../operator/ladder-place.ts";
import type { EngineState } from "../state.ts";

/** Returns who built what would go live, by the attestation of its tests, and whether one person answers for all. */
export function pollGround(state: EngineState): PollGround {
  return {
    builders: state.golive.evidence.tests?.builders ?? [],
    alone: ladderPlace(state).policy.solo !== null,
  };
}

/** Returns the names of those who built what would go live; their ids where the desk gave no name. */
export function builtByWhom({ golive }: EngineState): readonly string[] {
  const { tests } = golive.evidence;
  return tests?.builderNames ?? tests?.builders ?? [];
}
