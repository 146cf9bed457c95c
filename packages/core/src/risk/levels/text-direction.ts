import { type LimitDirection, numberDirection } from "../check-limits.ts";
import type { LimitField } from "../limit-fields.ts";
import { switchTextDirection } from "../limit-text.ts";
import { symbolTextDirection } from "../lists/symbol-lists.ts";

/**
 * Returns which way a limit went between two recorded versions; a text is empty where a version has no such limit.
 * A limit that begins is tighter, one that ends looser; of one that this build does not know (null) it cannot be told,
 * and it counts as looser. Texts that differ in their writing alone are the same.
 */
export function textDirection(
  field: LimitField | null,
  before: string,
  after: string,
): LimitDirection {
  if (before === "") return "tighter";
  if (after === "" || field === null) return "looser";
  switch (field.unit) {
    case "switch":
      return switchTextDirection(before, after);
    case "symbols":
      return symbolTextDirection(field.key, before, after);
    case "sessions":
      return sessionsDirection(before, after);
    default:
      return numberDirection(Number(after) - Number(before), field.tighter);
  }
}

function sessionsDirection(before: string, after: string): LimitDirection {
  const [old, now] = [before.split(","), after.split(",")];
  if (now.some((session) => !old.includes(session))) return "looser";
  return now.length < old.length ? "tighter" : "same";
}
