import { LIMIT_FIELDS } from "@interlock/core/risk/limit-fields";
import { limitValueText } from "../limits/limit-value-text.ts";

/** Writes what a line of a request holds: a limit with its unit, anything else as it is. */
export function diffValue(what: string, value: string): string {
  const field = LIMIT_FIELDS.find(({ label }) => label === what);
  return field === undefined ? value : limitValueText(value, field.unit);
}
