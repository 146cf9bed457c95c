import type { LimitDirection } from "../check-limits.ts";
import { isLimitKey, LIMIT_FIELDS, type LimitField, limitField } from "../limit-fields.ts";
import { formatLimit, switchTextDirection } from "../limit-text.ts";
import type { Limits } from "../limits.ts";
import { symbolTextDirection } from "../lists/symbol-lists.ts";
import { compareLevelTexts, splitLevels } from "./level-text.ts";
import { describeLevel, nameOfLevel } from "./limit-levels.ts";

/**
 * Versions of the limits as they were recorded, maybe by a build that knew other limits: they are compared as text,
 * line by line, so that no version is ever unreadable for a limit that did not exist yet.
 */

/** Limits of one version as text: the account's by their key, those below it by level, name and key. */
export type VersionText = Readonly<Record<string, string>>;

/** A line that one version has otherwise than the one before. Empty: it was no limit then, or none of the level's. */
export interface VersionTextChange {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly before: string;
  readonly after: string;
  readonly direction: LimitDirection;
}

/** Writes the account's limits of a recorded version; what the build of then did not know is left out. */
export function formatRecorded(limits: Limits): VersionText {
  const known = LIMIT_FIELDS.filter(({ key }) => limits[key] !== undefined);
  return Object.fromEntries(known.map((field) => [field.key, formatLimit(field, limits)]));
}

/** Returns what changed between two versions: the account's lines in reading order, then those below it. */
export function compareVersionTexts(before: VersionText, after: VersionText): VersionTextChange[] {
  const [old, now] = [splitLevels(before), splitLevels(after)];
  const keys = new Set([...Object.keys(old.account), ...Object.keys(now.account)]);
  const known: string[] = LIMIT_FIELDS.map(({ key }) => key).filter((key) => keys.has(key));
  const gone = [...keys].filter((key) => !isLimitKey(key)).sort();
  return [
    ...[...known, ...gone].flatMap((key) =>
      compareLine(key, textOf(old.account[key]), textOf(now.account[key])),
    ),
    ...compareLevelTexts(old.levels, now.levels).map(({ level, field, ...sides }) => ({
      key: `${level.kind}.${nameOfLevel(level)}.${field.key}`,
      label: `${field.label} of ${describeLevel(level)}`,
      unit: field.unit,
      ...sides,
    })),
  ];
}

/** What a build wrote of a limit that it did not know is no value. */
function textOf(recorded: string | undefined): string {
  if (recorded === undefined || /undefined|NaN/.test(recorded)) return "";
  return recorded;
}

function compareLine(key: string, before: string, after: string): VersionTextChange[] {
  if (before === after) return [];
  const field = isLimitKey(key) ? limitField(key) : null;
  const direction = directionOfTexts(field, before, after);
  if (direction === "same") return [];
  const { label, unit } = field ?? { label: key, unit: "" };
  return [{ key, label, unit, before, after, direction }];
}

/** A limit that begins is tighter, one that ends looser; of one that this build does not know it cannot be told. */
function directionOfTexts(field: LimitField | null, before: string, after: string): LimitDirection {
  if (before === "") return "tighter";
  if (after === "" || field === null) return "looser";
  if (field.unit === "switch") return switchTextDirection(before, after);
  if (field.unit === "symbols") return symbolTextDirection(field.key, before, after);
  if (field.unit === "sessions") return sessionsDirection(before, after);
  const difference = Number(after) - Number(before);
  if (difference === 0) return "same";
  return difference < 0 === (field.tighter === "lower") ? "tighter" : "looser";
}

function sessionsDirection(before: string, after: string): LimitDirection {
  const [old, now] = [before.split(","), after.split(",")];
  if (now.some((session) => !old.includes(session))) return "looser";
  return now.length < old.length ? "tighter" : "same";
}
