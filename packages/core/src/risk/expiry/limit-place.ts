import { InvariantError } from "../../assert.ts";
import { LIMIT_FIELDS, limitField } from "../limit-fields.ts";
import { formatLimit, formatLimits, parseLimits } from "../limit-text.ts";
import type { LimitKey, Limits } from "../limits.ts";
import { completeLimits } from "../levels/limits-for.ts";
import {
  describeLevel,
  isSameLevel,
  LEVEL_KEYS,
  type LimitLevel,
  type LimitSet,
  levelsIn,
  limitsAt,
  withLevel,
} from "../levels/limit-levels.ts";

/** One line of the limits: which limit, and whose. */
export interface LimitPlace {
  readonly level: LimitLevel;
  readonly key: LimitKey;
}

const ACCOUNT = { kind: "account" } as const;

/** Names a line for people: "Order notional", "Order notional of SPY". */
export function describePlace({ level, key }: LimitPlace): string {
  const { label } = limitField(key);
  return level.kind === "account" ? label : `${label} of ${describeLevel(level)}`;
}

/** Returns a line's value as text; empty where the level has no such limit of its own. */
export function textAt(set: LimitSet, { level, key }: LimitPlace): string {
  const field = limitField(key);
  if (level.kind === "account") return formatLimit(field, set.values);
  const own = limitsAt(set.levels, level);
  return own[key] === undefined ? "" : formatLimit(field, completeLimits(set.values, own));
}

/** Returns a line's value as people read it. */
export function valueAt(set: LimitSet, place: LimitPlace): string {
  const text = textAt(set, place);
  return text === "" ? "none of its own" : text;
}

/**
 * Returns the limits with one line as a text that `textAt` wrote; an empty one takes a level's limit away. Throws
 * InvariantError on any other text: to keep the set as it is would let a raise stay that was to end.
 */
export function withText(set: LimitSet, { level, key }: LimitPlace, text: string): LimitSet {
  if (level.kind !== "account" && text === "") {
    const { [key]: _gone, ...rest } = limitsAt(set.levels, level);
    return { ...set, levels: withLevel(set.levels, level, rest) };
  }
  const reading = parseLimits({ ...formatLimits(set.values), [key]: text });
  if (!reading.ok) {
    const told = reading.faults.map(({ message }) => message).join("; ");
    throw new InvariantError(
      `${describePlace({ level, key })} cannot go back to "${text}": ${told}`,
    );
  }
  if (level.kind === "account") return { ...set, values: reading.limits };
  const own = { ...limitsAt(set.levels, level), [key]: reading.limits[key] };
  return { ...set, levels: withLevel(set.levels, level, own) };
}

/** Returns the limits that hold at a level: what is not set there counts as the account's. */
export function inEffectAt(set: LimitSet, level: LimitLevel): Limits {
  return level.kind === "account"
    ? set.values
    : completeLimits(set.values, limitsAt(set.levels, level));
}

/** Returns every line that one set has otherwise than the other, the account's first. */
export function placesThatDiffer(before: LimitSet, after: LimitSet): LimitPlace[] {
  const lower = [...levelsIn(before.levels), ...levelsIn(after.levels)].filter(
    (level, index, all) => all.findIndex((one) => isSameLevel(one, level)) === index,
  );
  const places: LimitPlace[] = [
    ...LIMIT_FIELDS.map(({ key }) => ({ level: ACCOUNT, key })),
    ...lower.flatMap((level) => LEVEL_KEYS[level.kind].map((key) => ({ level, key }))),
  ];
  return places.filter((place) => textAt(before, place) !== textAt(after, place));
}
