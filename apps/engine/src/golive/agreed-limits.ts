import { looserLines } from "@interlock/core/golive/covered-limits";
import { isFullLadder } from "@interlock/core/approval/ladder";
import { missingLimits } from "@interlock/core/risk/check-limits";
import type { LimitSet } from "@interlock/core/risk/levels/limit-levels";
import type { LimitVersion } from "../limit-version.ts";
import { ladderPlace } from "../operator/ladder-place.ts";
import type { EngineState } from "../state.ts";

/**
 * Returns the loosest limits that anybody agreed to once another set is in force: those of the first start's file, and
 * each that others approved. A set that was approved on a ground that nobody had agreed to is none: its request showed
 * the lines that it changed, and not those that somebody had loosened alone before. A line that no build knew when the
 * rest was agreed to begins at what the first set that has it says, as the whole began at the first set of all.
 */
export function agreedAfter(
  before: LimitVersion | null,
  set: LimitSet,
  isApproved: boolean,
): LimitSet | undefined {
  if (before === null) return set;
  if (before.agreed === undefined) return undefined;
  const isOlder = before.levelsUnset === true;
  const agreed = withNewLines(before.agreed, set, isOlder);
  if (!isApproved) return agreed;
  return looserLines(agreed, withNewLines(before, set, isOlder)).length === 0 ? set : agreed;
}

/** Adds the lines, and to a set of before there were levels the levels, that are new in another set. */
function withNewLines(older: LimitSet, set: LimitSet, isOlder: boolean): LimitSet {
  const missing = missingLimits(older.values).filter((key) => set.values[key] !== undefined);
  if (missing.length === 0 && !isOlder) return older;
  const begun = Object.fromEntries(missing.map((key) => [key, set.values[key]]));
  return {
    values: { ...older.values, ...begun },
    levels: isOlder ? set.levels : older.levels,
  };
}

/** Returns every line in which the limits in force are looser than what was agreed, where the whole ladder holds. */
export function unagreedLines(state: EngineState): readonly string[] {
  const { limits } = state;
  if (limits === null || !isFullLadder(ladderPlace(state))) return [];
  const { agreed } = limits;
  return agreed === undefined
    ? ["nothing is known of what was agreed before"]
    : looserLines(agreed, limits);
}
