import type { LimitDirection } from "../check-limits.ts";
import { isLimitKey, LIMIT_FIELDS, limitField } from "../limit-fields.ts";
import { formatLimit } from "../limit-text.ts";
import type { Limits } from "../limits.ts";
import { compareLevelTexts, splitLevels } from "./level-text.ts";
import { describeLevel, nameOfLevel } from "./limit-levels.ts";
import { textDirection } from "./text-direction.ts";

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
  const known: string[] = LIMIT_FIELDS.map(({ key }) => key);
  const keys = new Set([...Object.keys(old.account), ...Object.keys(now.account)]);
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
function textOf(recorded = ""): string {
  return /undefined|NaN/.test(recorded) ? "" : recorded;
}

function compareLine(key: string, before: string, after: string): VersionTextChange[] {
  if (before === after) return [];
  const field = isLimitKey(key) ? limitField(key) : null;
  const direction = textDirection(field, before, after);
  if (direction === "same") return [];
  const { label, unit } = field ?? { label: key, unit: "" };
  return [{ key, label, unit, before, after, direction }];
}
