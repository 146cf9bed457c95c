import { compareLimits, type LimitChange } from "../risk/check-limits.ts";
import { compareLevel } from "../risk/levels/change-level.ts";
import {
  describeLevel,
  isSameLevel,
  type LimitSet,
  levelsIn,
  limitsAt,
} from "../risk/levels/limit-levels.ts";

/**
 * Returns every line in which limits are looser than those that an approval covers, as a clause each; empty where none
 * is. A level that lost a line of its own is compared by what bounds it now, the account's.
 */
export function looserLines(covered: LimitSet, now: LimitSet): readonly string[] {
  const lines = describe("the account", compareLimits(covered.values, now.values));
  const before = levelsIn(covered.levels);
  const after = levelsIn(now.levels).filter((one) => !before.some((two) => isSameLevel(one, two)));
  for (const level of [...before, ...after]) {
    const sides = {
      level,
      before: limitsAt(covered.levels, level),
      after: limitsAt(now.levels, level),
    };
    lines.push(...describe(describeLevel(level), compareLevel(now.values, sides)));
  }
  return lines;
}

function describe(whose: string, changes: readonly LimitChange[]): string[] {
  return changes
    .filter(({ direction }) => direction === "looser")
    .map(({ field, before, after }) => `${field.key} of ${whose} from ${before} to ${after}`);
}
