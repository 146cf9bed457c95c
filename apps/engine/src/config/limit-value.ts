import type { LimitField } from "@interlock/core/risk/limit-fields";
import { allowedValue } from "@interlock/core/risk/limit-text";

/** Tells whether a value of the file is of the kind that the limit is written as: a number, a list, true or false. */
export function hasRightType(field: LimitField, value: unknown): boolean {
  if (field.unit === "switch") return typeof value === "boolean";
  if (field.unit !== "sessions" && field.unit !== "symbols")
    return typeof value === "number" && Number.isFinite(value);
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

/** Says what a value of another kind must be. */
export function wantedType({ unit, key }: LimitField): string {
  if (unit === "sessions") return 'must be a list of sessions such as ["regular"]';
  if (unit === "symbols") return 'must be a list of tickers such as ["SPY"], or []';
  if (unit === "switch") return "must be true or false";
  return `must be ${allowedValue(key)}`;
}

/** Writes a value of the file as limits are read. */
export function asText(value: unknown): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  return Array.isArray(value) ? value.join(",") : String(value);
}
