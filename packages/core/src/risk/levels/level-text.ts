import { strategyId, ticker } from "../../ids.ts";
import type { LimitDirection } from "../check-limits.ts";
import { isLimitKey, type LimitField, limitField, TRADABLE_SESSIONS } from "../limit-fields.ts";
import { formatLimit } from "../limit-text.ts";
import { completeLimits } from "./limits-for.ts";
import type { Limits } from "../limits.ts";
import {
  LEVEL_KEYS,
  type LimitLevels,
  levelsIn,
  limitsAt,
  type LowerLevel,
  nameOfLevel,
} from "./limit-levels.ts";
import { textDirection } from "./text-direction.ts";

/** Limits below the account's as text, by level and name: "symbol.BRK.B.maxOrderNotional". The form of the database. */
export type LevelsText = Readonly<Record<string, string>>;

/** Writes all limits below the account's. */
export function formatLevels(account: Limits, levels: LimitLevels): LevelsText {
  const text: Record<string, string> = {};
  for (const level of levelsIn(levels)) {
    const own = limitsAt(levels, level);
    const whole = completeLimits(account, own);
    for (const key of LEVEL_KEYS[level.kind]) {
      if (own[key] === undefined) continue;
      text[`${level.kind}.${nameOfLevel(level)}.${key}`] = formatLimit(limitField(key), whole);
    }
  }
  return text;
}

/** Parts a version's text into the account's limits and those below it. */
export function splitLevels(text: Readonly<Record<string, string>>): {
  readonly account: Readonly<Record<string, string>>;
  readonly levels: LevelsText;
} {
  const entries = Object.entries(text);
  return {
    account: Object.fromEntries(entries.filter(([name]) => !name.includes("."))),
    levels: Object.fromEntries(entries.filter(([name]) => name.includes("."))),
  };
}

/** A limit below the account's that one version has otherwise than the one before; empty where it has none. */
export interface LevelTextChange {
  readonly level: LowerLevel;
  readonly field: LimitField;
  readonly before: string;
  readonly after: string;
  readonly direction: LimitDirection;
}

/** Returns what changed between two versions; a limit that is gone is looser, a new one tighter. */
export function compareLevelTexts(before: LevelsText, after: LevelsText): LevelTextChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const place = placeOf(name);
    const [old = "", now = ""] = [before[name], after[name]];
    if (place === null || old === now) return [];
    const direction = textDirection(place.field, old, now);
    return direction === "same" ? [] : [{ ...place, before: old, after: now, direction }];
  });
}

/** Reads a whole name; null for one that no build of ours has written. */
function placeOf(text: string): { readonly level: LowerLevel; readonly field: LimitField } | null {
  const [first, last] = [text.indexOf("."), text.lastIndexOf(".")];
  const key = text.slice(last + 1);
  const level = levelNamed(text.slice(0, first), text.slice(first + 1, last));
  return level === null || !isLimitKey(key) ? null : { level, field: limitField(key) };
}

function levelNamed(kind: string, name: string): LowerLevel | null {
  if (kind === "strategy") return { kind, id: strategyId(name) };
  if (kind === "symbol") return { kind, symbol: ticker(name) };
  const session = TRADABLE_SESSIONS.find((one) => one === name);
  return kind === "session" && session !== undefined ? { kind, session } : null;
}
