import "../live/zod-without-eval.ts";
import type { LimitLine, LimitValues } from "@interlock/api/view/limits-view";
import { type NumberUnit, TRADABLE_SESSIONS } from "@interlock/core/risk/limit-fields";
import { allowedRange } from "@interlock/core/risk/levels/limit-range";
import {
  allowedSymbols,
  parseSymbols,
  type SymbolListKey,
} from "@interlock/core/risk/lists/symbol-lists";
import { z } from "zod";
import { limitValueText } from "./limit-value-text.ts";

/**
 * What the form accepts, said at once beside the field. The engine judges again by the same table and has
 * the last word;
 * rules between two limits are its alone.
 */

const RANGED: readonly NumberUnit[] = ["shares", "usd", "bps", "ms", "count"];
const WHOLE: readonly string[] = ["ms", "count"];

/** Returns the schema of one limit's value as text. */
export function limitSchema(line: LimitLine): z.ZodType<string> {
  if (line.unit === "sessions") return sessionsSchema(line);
  if (line.unit === "symbols") return symbolsSchema(line);
  if (line.unit === "switch") return switchSchema(line);
  const whole = WHOLE.includes(line.unit);
  const range = rangeOf(line.unit);
  const allowed = `${whole ? "a whole number" : "a plain number"}${rangeWords(line, range)}`;
  const form = whole ? /^\d{1,12}$/ : /^\d{1,12}(\.\d{1,9})?$/;
  return z
    .string()
    .trim()
    .regex(form, `${line.label} must be ${allowed}`)
    .refine((text) => isWithin(Number(text), range), `${line.label} must be ${allowed}`)
    .refine((text) => isUnderCeiling(Number(text), line), ceilingSentence(line));
}

/** Only the form: whether the names are traded, and what the ceiling asks for, the engine says. */
function symbolsSchema(line: LimitLine): z.ZodType<string> {
  const key = listKey(line);
  return z
    .string()
    .refine((text) => parseSymbols(key, text).ok, `${line.label} must be ${allowedSymbols(key)}`);
}

function switchSchema(line: LimitLine): z.ZodType<string> {
  return z
    .string()
    .refine((text) => text === "on" || text === "off", `${line.label} must be on or off`)
    .refine((text) => text === "off" || line.ceiling !== "off", ceilingSentence(line));
}

function sessionsSchema(line: LimitLine): z.ZodType<string> {
  const allowed = new Set(line.ceiling.split(","));
  return z
    .string()
    .min(1, `${line.label}: choose at least one session`)
    .refine(
      (text) => text.split(",").every((name) => TRADABLE_SESSIONS.some((known) => known === name)),
      `${line.label} must be among ${TRADABLE_SESSIONS.join(", ")}`,
    )
    .refine((text) => text.split(",").every((name) => allowed.has(name)), ceilingSentence(line));
}

function listKey({ key }: LimitLine): SymbolListKey {
  return key === "allowed" ? key : "restricted";
}

interface Range {
  readonly min: number;
  readonly max: number;
}

function rangeOf(unit: string): Range | null {
  const known = RANGED.find((one) => one === unit);
  return known === undefined ? null : allowedRange(known);
}

function rangeWords(line: LimitLine, range: Range | null): string {
  if (range === null) return "";
  const text = (value: number) => limitValueText(String(value), line.unit);
  return ` from ${text(range.min)} to ${text(range.max)}`;
}

function isWithin(value: number, range: Range | null): boolean {
  return range === null || (value >= range.min && value <= range.max);
}

function isUnderCeiling(value: number, line: LimitLine): boolean {
  const ceiling = Number(line.ceiling);
  if (line.ceiling === "" || Number.isNaN(ceiling)) return true;
  return line.tighterIs === "lower" ? value <= ceiling : value >= ceiling;
}

function ceilingSentence(line: LimitLine): string {
  const bound = line.tighterIs === "lower" ? "at most" : "at least";
  const within = line.unit === "sessions" ? "within" : bound;
  const name = within === "at least" ? "floor" : "ceiling";
  return `${line.label} must be ${within} its ${name}, ${limitValueText(line.ceiling, line.unit)}`;
}

/** Returns what is wrong with each edited value, by key. Where a line may be taken away, an empty value does that. */
export function limitFaults(
  lines: readonly LimitLine[],
  edits: LimitValues,
  removable = false,
): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {};
  for (const line of lines) {
    const value = edits[line.key];
    const judged = value !== undefined && !(removable && value.trim() === "");
    const read = judged ? limitSchema(line).safeParse(value) : null;
    if (read !== null && !read.success) {
      faults[line.key] = read.error.issues[0]?.message ?? `${line.label} is not valid`;
    }
  }
  return faults;
}
