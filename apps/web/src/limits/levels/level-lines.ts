import type { LimitLevelName, LimitLine, LimitsView } from "@interlock/api/view/limits-view";
import { LEVEL_KEYS } from "@interlock/core/risk/levels/limit-levels";
import { formatSymbols } from "@interlock/core/risk/lists/symbol-lists";
import { nameOfLevel } from "@interlock/core/risk/levels/limit-levels";

/**
 * Returns the lines that a level may have, those that it has with their value and the others empty: there the
 * account's holds, which stands as their ceiling.
 */
export function linesOf(limits: LimitsView, level: LimitLevelName): readonly LimitLine[] {
  if (level.kind === "account") return limits.lines;
  const name = nameOfLevel(level);
  const own = limits.levels.find((one) => one.kind === level.kind && one.name === name)?.lines;
  return LEVEL_KEYS[level.kind].flatMap((key) => {
    const line = own?.find((one) => one.key === key);
    if (line !== undefined) return [line];
    const account = limits.lines.find((one) => one.key === key);
    return account === undefined ? [] : [unset(account)];
  });
}

function unset(line: LimitLine): LimitLine {
  return { ...line, value: "", ceiling: line.value, used: "", usedPercent: 0, expiry: null };
}

/** What a level's value stands for: without one the account's holds; a list is empty, for it holds beside that. */
export function inEffect(line: LimitLine, value: string): string {
  if (value !== "") return value;
  if (line.unit !== "symbols") return line.ceiling;
  return formatSymbols(line.key === "allowed" ? "allowed" : "restricted", []);
}
