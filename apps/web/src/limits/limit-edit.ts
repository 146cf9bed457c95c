import { switchTextDirection } from "@interlock/core/risk/limit-text";
import { symbolTextDirection } from "@interlock/core/risk/lists/symbol-lists";
import type {
  LimitLevelName,
  LimitLine,
  LimitsView,
  LimitValues,
} from "@interlock/api/view/limits-view";
import { inEffect, linesOf } from "./levels/level-lines.ts";

/** An edit under way: what was typed, whose limits it is of, and over which version. */
export interface LimitEdit {
  readonly base: LimitsView;
  readonly level: LimitLevelName;
  readonly values: LimitValues;
  /** Limits that would go back by themselves and are to stay as they are. */
  readonly keep: readonly string[];
}

/** Returns the edit with one value typed; a value equal to the one in force is no edit. */
export function typeValue(edit: LimitEdit, key: string, value: string): LimitEdit {
  const line = editLines(edit).find((one) => one.key === key);
  const others = Object.fromEntries(Object.entries(edit.values).filter(([known]) => known !== key));
  const same = line !== undefined && value.trim() === line.value;
  return { ...edit, values: same ? others : { ...others, [key]: value } };
}

/** Returns the edit with a limit kept that would go back by itself, or left to go back again. */
export function keepLimit(edit: LimitEdit, key: string): LimitEdit {
  const others = edit.keep.filter((known) => known !== key);
  return { ...edit, keep: others.length === edit.keep.length ? [...others, key] : others };
}

/** Tells whether an edit changes nothing, so that it is none. */
export function isNoEdit({ values, keep }: LimitEdit): boolean {
  return Object.keys(values).length + keep.length === 0;
}

/** Returns the lines that an edit is over. */
export function editLines({ base, level }: LimitEdit): readonly LimitLine[] {
  return linesOf(base, level);
}

/** Returns the values to send: the account's whole set, or of another level what was typed; the rest stays. */
export function valuesToSend(edit: LimitEdit): LimitValues {
  const typed = Object.entries(edit.values).map(([key, value]) => [key, value.trim()] as const);
  if (edit.level.kind !== "account") return Object.fromEntries(typed);
  const base = Object.fromEntries(edit.base.lines.map(({ key, value }) => [key, value] as const));
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
  return editLines(edit).flatMap((line) => {
    const typed = edit.values[line.key];
    if (typed !== undefined) return changeRow(line, typed);
    return edit.keep.includes(line.key) ? keptRow(line) : [];
  });
}

/** What is kept changes from what it would go back to. */
function keptRow(line: LimitLine): LimitChangeRow[] {
  if (line.expiry === null) return [];
  return [changeRow({ ...line, value: line.expiry.backTo }, line.value)];
}

/** Returns the part of an edit that goes one way: the tighter values may be applied before the looser. */
export function partOfEdit(edit: LimitEdit, direction: "tighter" | "looser"): LimitEdit {
  const keys = editRows(edit).flatMap((row) => (row.direction === direction ? [row.key] : []));
  const values = Object.fromEntries(
    Object.entries(edit.values).filter(([key]) => keys.includes(key)),
  );
  return { ...edit, values, keep: edit.keep.filter((key) => keys.includes(key)) };
}

/** Returns what another person changed of these limits since the edit began. */
export function changedSince(edit: LimitEdit, current: LimitsView): readonly LimitChangeRow[] {
  const now = linesOf(current, edit.level);
  return editLines(edit)
    .map((line) => changeRow(line, now.find((one) => one.key === line.key)?.value ?? line.value))
    .filter((row) => row.direction !== "same");
}

/** Below the account an empty value is what holds without it: the account's. */
function changeRow(line: LimitLine, typed: string): LimitChangeRow {
  const { key, label, unit } = line;
  const [from, to] = [inEffect(line, line.value), inEffect(line, typed.trim())];
  return { key, label, unit, from, to, direction: directionOf(line, from, to) };
}

function directionOf(line: LimitLine, from: string, to: string): LimitChangeRow["direction"] {
  if (to === from) return "same";
  if (line.unit === "sessions") {
    const before = new Set(from.split(","));
    return to.split(",").some((name) => !before.has(name)) ? "looser" : "tighter";
  }
  if (line.unit === "switch") return switchTextDirection(from, to);
  if (line.unit === "symbols")
    return symbolTextDirection(line.key === "allowed" ? "allowed" : "restricted", from, to);
  const difference = Number(to) - Number(from);
  if (difference === 0) return "same";
  return difference < 0 === (line.tighterIs === "lower") ? "tighter" : "looser";
}
