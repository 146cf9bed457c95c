import type { LimitLine } from "@interlock/api/view/limits-view";
import { limitValueText } from "../limits/limit-value-text.ts";
import type { SignedLine } from "./step-up-words.ts";

/** The limits of the account in force, as the page has them. */
export interface KnownLimits {
  readonly version: number;
  readonly lines: readonly Pick<LimitLine, "key" | "label" | "unit" | "value">[];
}

/**
 * Lists what a change of limits changes, with what is in force: the account's whole set is sent, and whoever signs
 * must see the lines that move. Null where that cannot be told: it is no such change, of another level than the
 * account, made on another version, or says a limit that is not known; then it is shown as it is sent.
 */
export function signedLimits(input: unknown, known: KnownLimits): readonly SignedLine[] | null {
  const change = changeIn(input);
  if (change === null || change["baseVersion"] !== known.version) return null;
  const level = change["level"];
  if (level !== undefined && !(isRecord(level) && level["kind"] === "account")) return null;
  const values = change["values"];
  if (!isTexts(values)) return null;
  if (Object.keys(values).some((key) => !known.lines.some((line) => line.key === key))) return null;
  return [...movedLines(values, known), ...otherTerms(change, known)];
}

function movedLines(values: Readonly<Record<string, string>>, known: KnownLimits): SignedLine[] {
  const moved = known.lines.flatMap(({ key, label, unit, value }) => {
    const next = values[key];
    if (next === undefined || next === value) return [];
    const text = `from ${limitValueText(value, unit)} to ${limitValueText(next, unit)}`;
    return [{ name: label, text }];
  });
  const same = known.lines.length - moved.length;
  return [...moved, { name: "Other limits", text: `${same}, as they are` }];
}

/** What else is said of it, e.g. which limits are kept for good and when it ends. */
function otherTerms(change: Readonly<Record<string, unknown>>, known: KnownLimits): SignedLine[] {
  const { keep, expiresAt, reason } = change;
  const labelOf = (key: unknown) => known.lines.find((line) => line.key === key)?.label ?? key;
  return [
    ...(Array.isArray(keep) && keep.length > 0
      ? [{ name: "Kept for good", text: keep.map(labelOf).join(", ") }]
      : []),
    ...(typeof expiresAt === "number"
      ? [{ name: "Until", text: new Date(expiresAt).toISOString() }]
      : []),
    ...(typeof reason === "string" && reason !== "" ? [{ name: "Reason", text: reason }] : []),
  ];
}

/** A request carries the change as what is asked for, beside its reason. */
function changeIn(input: unknown): Readonly<Record<string, unknown>> | null {
  if (!isRecord(input)) return null;
  const { ask } = input;
  if (ask === undefined) return "values" in input ? input : null;
  return isRecord(ask) && ask["kind"] === "limits" ? { ...ask, reason: input["reason"] } : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((one) => typeof one === "string");
}
