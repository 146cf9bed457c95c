import { looserLines } from "@interlock/core/golive/covered-limits";
import { isFullLadder } from "@interlock/core/approval/ladder";
import type { LimitSet } from "@interlock/core/risk/levels/limit-levels";
import type { LimitVersion } from "../limit-version.ts";
import { ladderPlace } from "../operator/ladder-place.ts";
import type { EngineState } from "../state.ts";

/**
 * Returns the loosest limits that anybody agreed to once another set is in force: those of the first start's file, and
 * each that others approved. A set that was approved on a ground that nobody had agreed to is none: its request showed
 * the lines that it changed, and not those that somebody had loosened alone before.
 */
export function agreedAfter(
  before: LimitVersion | null,
  set: LimitSet,
  isApproved: boolean,
): LimitSet | undefined {
  if (before === null) return set;
  const { agreed } = before;
  if (!isApproved || agreed === undefined) return agreed;
  return looserLines(agreed, before).length === 0 ? set : agreed;
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
