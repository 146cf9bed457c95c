import type { DiffRow } from "../components/diff-table.tsx";
import { signOf, subtractDecimals, trimZeros } from "../format/decimal-text.ts";
import type { LimitChangeRow } from "./limit-edit.ts";
import { limitValueText } from "./limit-value-text.ts";

/** Turns changes of limits into rows of a diff, with units. */
export function diffRows(changes: readonly LimitChangeRow[]): readonly DiffRow[] {
  return changes.map(({ key, label, unit, from, to, direction }) => ({
    key,
    label,
    from: sideText(key, from, unit),
    to: sideText(key, to, unit),
    delta: deltaText(from, to, unit),
    direction,
  }));
}

/** A side without a value was no limit then; below the account it is none of the level's own. */
function sideText(key: string, value: string, unit: string): string {
  if (value !== "") return limitValueText(value, unit);
  return key.includes(".") ? "none of its own" : "not a limit then";
}

function deltaText(from: string, to: string, unit: string): string {
  const difference = subtractDecimals(to, from);
  if (difference === null) return "";
  const magnitude = limitValueText(trimZeros(difference.replace("-", "")), unit);
  return `${signOf(difference) < 0 ? "\u2212" : "+"}${magnitude}`;
}
