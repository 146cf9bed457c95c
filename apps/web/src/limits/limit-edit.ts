import { symbolTextDirection } from "@interlock/core/risk/lists/symbol-lists";
import type { LimitLine, LimitsView, LimitValues } from "@interlock/api/view/limits-view";

/** An edit under way: what was typed over which version. */
export interface LimitEdit {
  readonly base: LimitsView;
  readonly values: LimitValues;
}

/** Returns the edit with one value typed; a value equal to the one in force is no edit. */
export function typeValue(edit: LimitEdit, key: string, value: string): LimitEdit {
  const line = edit.base.lines.find((one) => one.key === key);
  const others = Object.fromEntries(Object.entries(edit.values).filter(([known]) => known !== key));
  const same = line !== undefined && value.trim() === line.value;
  return { ...edit, values: same ? others : { ...others, [key]: value } };
}

/** Returns the whole set of values that would be in force: the base with what was typed. */
export function wholeSet(edit: LimitEdit): LimitValues {
  const base = Object.fromEntries(edit.base.lines.map(({ key, value }) => [key, value] as const));
  const typed = Object.entries(edit.values).map(([key, value]) => [key, value.trim()] as const);
  return { ...base, ...Object.fromEntries(typed) };
}

/** A change of one limit with its direction. */
export interface LimitChangeRow {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly from: string;
  readonly to: string;
  readonly direction: "tighter" | "looser" | "same";
}

/** Returns what the edit changes, for showing while the engine's preview is still on its way. */
export function editRows(edit: LimitEdit): readonly LimitChangeRow[] {
  return edit.base.lines
    .filter((line) => edit.values[line.key] !== undefined)
    .map((line) => changeRow(line, edit.values[line.key] ?? line.value));
}

/** Returns what another person changed since the edit began. */
export function changedSince(base: LimitsView, current: LimitsView): readonly LimitChangeRow[] {
  return base.lines
    .map((line) => {
      const now = current.lines.find((one) => one.key === line.key);
      return changeRow(line, now?.value ?? line.value);
    })
    .filter((row) => row.direction !== "same");
}

function changeRow(line: LimitLine, to: string): LimitChangeRow {
  const { key, label, unit, value: from } = line;
  return { key, label, unit, from, to: to.trim(), direction: directionOf(line, to.trim()) };
}

function directionOf(line: LimitLine, to: string): LimitChangeRow["direction"] {
  if (to === line.value) return "same";
  if (line.unit === "sessions") {
    const before = new Set(line.value.split(","));
    return to.split(",").some((name) => !before.has(name)) ? "looser" : "tighter";
  }
  if (line.unit === "symbols")
    return symbolTextDirection(line.key === "allowed" ? "allowed" : "restricted", line.value, to);
  const difference = Number(to) - Number(line.value);
  if (difference === 0) return "same";
  return difference < 0 === (line.tighterIs === "lower") ? "tighter" : "looser";
}
