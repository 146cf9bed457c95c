import fc from "fast-check";

/**
 * Returns how often a property is tried: as often as wanted, unless fast-check is told a smaller number for all, as a
 * mutation run does (`config/mutation/set-runs.mjs`), where each change of the code needs an answer within a second.
 */
export function runs(wanted: number): number {
  return Math.min(wanted, fc.readConfigureGlobal().numRuns ?? wanted);
}
