import { checkLimit, directionOf, type LimitChange } from "../check-limits.ts";
import { nearestName } from "../../nearest-name.ts";
import { limitField } from "../limit-fields.ts";
import { formatLimit, formatLimits, type LimitFault, parseLimits } from "../limit-text.ts";
import type { LimitKey, Limits } from "../limits.ts";
import { describeLevel, LEVEL_KEYS, type LowerLevel } from "./limit-levels.ts";
import { completeLimits } from "./limits-for.ts";

/** The limits of a level after a change, or everything that is wrong with it. */
export type LevelReading =
  | { readonly ok: true; readonly limits: Partial<Limits> }
  | { readonly ok: false; readonly faults: readonly LimitFault[] };

/** A change of one level: the limits that it has by now, and the new text of those that are named. */
export interface LevelChange {
  readonly level: LowerLevel;
  readonly before: Partial<Limits>;
  /** Values by name in the form of `LimitsText`; an empty one takes the level's own limit away. */
  readonly text: Readonly<Record<string, string>>;
}

/**
 * Reads a change of a level's limits. What is named must be a limit that the level may have, in range, and no looser
 * than the account's; what is not named stays as it is, also where the account's has become tighter meanwhile.
 */
export function readLevel(account: Limits, change: LevelChange): LevelReading {
  const { level, before, text } = change;
  const strangers = Object.keys(text).filter((key) => !mayHave(level, key));
  const faults = strangers.map((key) => ({ key, message: strangerSentence(level, key) }));
  const allowed = LEVEL_KEYS[level.kind];
  const changed = Object.fromEntries(
    Object.entries(text).filter(([key, value]) => value !== "" && mayHave(level, key)),
  );
  const named = allowed.filter((key) => key in changed);
  const reading = parseLimits({ ...formatLimits(account), ...changed });
  if (!reading.ok) return { ok: false, faults: [...faults, ...reading.faults] };
  for (const key of named) {
    const message = looseness({ account, own: reading.limits, level }, key);
    if (message !== null) faults.push({ key, message });
  }
  if (faults.length > 0) return { ok: false, faults };
  const kept = allowed.filter((key) => key in before && !(key in text));
  return { ok: true, limits: { ...pick(before, kept), ...pick(reading.limits, named) } };
}

/** Returns the lines of a level that a change touches; one that is not set counts as the account's. */
export function compareLevel(account: Limits, change: LevelSides): LimitChange[] {
  const before = completeLimits(account, change.before);
  const after = completeLimits(account, change.after);
  const touched = LEVEL_KEYS[change.level.kind].filter(
    (key) => change.before[key] !== change.after[key],
  );
  return touched.map((key) => {
    const field = limitField(key);
    return {
      field,
      before: formatLimit(field, before),
      after: formatLimit(field, after),
      direction: directionOf(field, before, after),
    };
  });
}

/** A level's own limits before and after a change. */
export interface LevelSides {
  readonly level: LowerLevel;
  readonly before: Partial<Limits>;
  readonly after: Partial<Limits>;
}

function mayHave({ kind }: LowerLevel, key: string): boolean {
  return LEVEL_KEYS[kind].some((known) => known === key);
}

function strangerSentence(level: LowerLevel, key: string): string {
  const known = LEVEL_KEYS[level.kind];
  const near = nearestName(key, known);
  const hint = near === null ? `must be one of ${known.join(", ")}` : `did you mean ${near}?`;
  return `${describeLevel(level)} has no limit named "${key}": ${hint}`;
}

interface Looseness {
  readonly account: Limits;
  readonly own: Limits;
  readonly level: LowerLevel;
}

function looseness({ account, own, level }: Looseness, key: LimitKey): string | null {
  const field = limitField(key);
  const range = checkLimit(field, own);
  if (range !== null) return range;
  // A list of symbols holds beside the account's: it takes nothing back.
  if (field.unit === "symbols" || directionOf(field, account, own) !== "looser") return null;
  const bound = `must be at most the account's, ${formatLimit(field, account)}`;
  return `${key} of ${describeLevel(level)} is ${formatLimit(field, own)}: ${bound}`;
}

function pick(limits: Partial<Limits>, keys: readonly LimitKey[]): Partial<Limits> {
  return Object.fromEntries(keys.map((key) => [key, limits[key]]));
}
