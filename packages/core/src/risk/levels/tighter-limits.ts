import { clampToPairs, directionOf, missingLimits } from "../check-limits.ts";
import { LIMIT_FIELDS, type LimitField, limitField } from "../limit-fields.ts";
import type { LimitKey, Limits } from "../limits.ts";
import type { SymbolListKey } from "../lists/symbol-lists.ts";
import {
  LEVEL_KEYS,
  type LimitSet,
  type LowerLevel,
  levelsIn,
  limitsAt,
  withLevel,
} from "./limit-levels.ts";

/**
 * Returns, line by line, the tighter of two sets of the account's limits: sessions and symbols allowed by both, symbols
 * restricted by either. Where no symbol is allowed by both, every one that the second allows is restricted: an empty
 * list would allow them all. Where no session is, none is left, and no risk can be taken.
 */
export function tighterOf(a: Limits, b: Limits): Limits {
  let result = a;
  for (const field of LIMIT_FIELDS) {
    result = { ...result, [field.key]: tighterLine(field, a, b) };
  }
  return { ...result, ...tighterLists(a, b) };
}

/**
 * Returns limits brought within ceilings, the account's and those below it, and free of contradictions. No line of any
 * level gets looser. A strategy's lists of symbols stay as they are: they hold beside the account's.
 */
export function withinCeilings(set: LimitSet, ceilings: Limits): LimitSet {
  let { levels } = set;
  for (const level of levelsIn(levels))
    levels = withLevel(levels, level, levelWithin(level, limitsAt(levels, level), ceilings));
  return { values: clampToPairs(tighterOf(set.values, ceilings)), levels };
}

/** Returns the account's limits with those that an older build did not have at their defaults, and names these. */
export function withNewLimits(
  values: Limits,
  defaults: Limits,
): { readonly values: Limits; readonly added: readonly LimitKey[] } {
  const added = missingLimits(values);
  // Only what is missing: a line that is there with no value must not hide its default.
  const begun = Object.fromEntries(added.map((key) => [key, defaults[key]]));
  return { values: { ...values, ...begun }, added };
}

function tighterLine(field: LimitField, a: Limits, b: Limits): Limits[LimitKey] {
  if (field.unit === "sessions")
    return a.sessions.filter((session) => b.sessions.includes(session));
  return directionOf(field, a, b) === "tighter" ? b[field.key] : a[field.key];
}

function tighterLists(a: Limits, b: Limits): Pick<Limits, SymbolListKey> {
  const both = a.allowed.filter((symbol) => b.allowed.includes(symbol));
  const apart = a.allowed.length > 0 && b.allowed.length > 0 && both.length === 0;
  const restricted = union([...a.restricted, ...b.restricted, ...(apart ? b.allowed : [])]);
  if (apart) return { restricted, allowed: b.allowed };
  if (a.allowed.length === 0) return { restricted, allowed: b.allowed };
  return { restricted, allowed: b.allowed.length === 0 ? a.allowed : both };
}

function union(symbols: Limits["restricted"]): Limits["restricted"] {
  return [...new Set(symbols)].sort();
}

function levelWithin(level: LowerLevel, own: Partial<Limits>, ceilings: Limits): Partial<Limits> {
  let within = own;
  for (const key of LEVEL_KEYS[level.kind]) {
    const field = limitField(key);
    if (field.unit === "symbols") continue;
    const line = { ...ceilings, ...own };
    if (directionOf(field, ceilings, line) === "looser")
      within = { ...within, [key]: ceilings[key] };
  }
  return within;
}
