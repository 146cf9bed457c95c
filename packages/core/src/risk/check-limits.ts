import { moneyToNumber } from "../number/money.ts";
import { quantityToNumber } from "../number/quantity.ts";
import { LIMIT_FIELDS, type LimitField, limitField } from "./limit-fields.ts";
import { allowedRange } from "./levels/limit-range.ts";
import { allowedValue, formatLimit, type LimitFault } from "./limit-text.ts";
import type { LimitKey, Limits } from "./limits.ts";
import { SYMBOLS_MAX, symbolsDirection } from "./lists/symbol-lists.ts";

/** Pairs of limits of which the first may not exceed the second: a larger one could never take effect. */
const ORDERED: readonly (readonly [LimitKey, LimitKey])[] = [
  ["maxOrderQuantity", "maxPositionQuantity"],
  ["maxOrderNotional", "maxPositionNotional"],
  ["maxPositionNotional", "maxGrossExposure"],
  ["maxDailyLoss", "maxGrossExposure"],
  ["maxOrderNotional", "maxSymbolWindowNotional"],
  ["maxSymbolWindowNotional", "maxWindowNotional"],
  ["maxSymbolWindowOrders", "maxWindowOrders"],
  ["maxOrderVolumeBps", "maxPositionVolumeBps"],
];

/**
 * Returns everything that is wrong with limits: a value of an impossible size (NaN and infinities among them), one
 * looser than its ceiling, and limits that contradict each other. Empty when they may be put in force.
 */
export function checkLimits(limits: Limits, ceilings: Limits): LimitFault[] {
  const faults: LimitFault[] = [];
  for (const field of LIMIT_FIELDS) {
    const message = checkLimit(field, limits) ?? ceilingFault(field, limits, ceilings);
    if (message !== null) faults.push({ key: field.key, message });
  }
  for (const [lowKey, highKey] of ORDERED) {
    const low = limitField(lowKey);
    const high = limitField(highKey);
    if (limitNumber(low, limits) <= limitNumber(high, limits)) continue;
    const bound = `must be at most ${highKey}, which is ${formatLimit(high, limits)}`;
    faults.push({ key: lowKey, message: `${lowKey} is ${formatLimit(low, limits)}: ${bound}` });
  }
  return faults;
}

/** Returns limits that do not contradict each other: of a pair, the one that could never take effect comes down. */
export function clampToPairs(limits: Limits): Limits {
  const beyond = ORDERED.find(
    ([low, high]) => limitNumber(limitField(low), limits) > limitNumber(limitField(high), limits),
  );
  if (beyond === undefined) return limits;
  const [low, high] = beyond;
  // What comes down may leave another beyond it: that one follows.
  return clampToPairs({ ...limits, [low]: limits[high] });
}

/** Names the limits that a set from an older build does not have yet. */
export function missingLimits(limits: Partial<Limits>): LimitKey[] {
  return LIMIT_FIELDS.map(({ key }) => key).filter((key) => limits[key] === undefined);
}

/** Returns a limit as a plain number of its unit, for comparisons, gauges and charts; lists as their length. */
export function limitNumber(field: LimitField, limits: Limits): number {
  switch (field.unit) {
    case "shares":
      return quantityToNumber(limits[field.key]);
    case "usd":
      return moneyToNumber(limits[field.key]);
    case "bps":
    case "ms":
    case "count":
      return limits[field.key];
    case "sessions":
      return limits.sessions.length;
    case "switch":
      return limits[field.key] ? 1 : 0;
    case "symbols":
      return limits[field.key].length;
  }
}

/** How a change of a limit moves it. */
export type LimitDirection = "tighter" | "looser" | "same";

/** One line of a change of limits, in text as people read it. */
export interface LimitChange {
  readonly field: LimitField;
  readonly before: string;
  readonly after: string;
  readonly direction: LimitDirection;
}

/** Compares two versions of the limits, line by line, those that stay the same too. */
export function compareLimits(before: Limits, after: Limits): LimitChange[] {
  return LIMIT_FIELDS.map((field) => ({
    field,
    before: formatLimit(field, before),
    after: formatLimit(field, after),
    direction: directionOf(field, before, after),
  }));
}

/** Tells whether any line gets looser: then the change needs a reason. Tightening takes effect at once. */
export function loosensLimits(changes: readonly LimitChange[]): boolean {
  return changes.some((change) => change.direction === "looser");
}

/** Returns how one limit moves between two sets. */
export function directionOf(field: LimitField, before: Limits, after: Limits): LimitDirection {
  if (field.unit === "sessions") return sessionsDirection(before, after);
  if (field.unit === "symbols")
    return symbolsDirection(field.key, before[field.key], after[field.key]);
  return numberDirection(limitNumber(field, after) - limitNumber(field, before), field.tighter);
}

/** Returns how a limit that is a number moves by a change of it. */
export function numberDirection(change: number, tighter: LimitField["tighter"]): LimitDirection {
  if (change === 0) return "same";
  return Math.sign(change) === (tighter === "lower" ? -1 : 1) ? "tighter" : "looser";
}

/** Any session more is looser, whatever else goes. */
function sessionsDirection(before: Limits, after: Limits): LimitDirection {
  if (after.sessions.some((session) => !before.sessions.includes(session))) return "looser";
  return after.sessions.length < before.sessions.length ? "tighter" : "same";
}

/** Says what is wrong with the size of one limit, NaN and infinities among it; null when it is a possible one. */
export function checkLimit(field: LimitField, limits: Limits): string | null {
  const value = limitNumber(field, limits);
  const { min, max } = rangeOf(field);
  const whole = field.unit === "ms" || field.unit === "count";
  // Written so that NaN fails too.
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return null;
  return `${field.key} is ${formatLimit(field, limits)}: must be ${allowedValue(field.key)}`;
}

function rangeOf({ unit }: LimitField): { readonly min: number; readonly max: number } {
  if (unit === "sessions") return { min: 1, max: 4 };
  if (unit === "switch") return { min: 0, max: 1 };
  return unit === "symbols" ? { min: 0, max: SYMBOLS_MAX } : allowedRange(unit);
}

function ceilingFault(field: LimitField, limits: Limits, ceilings: Limits): string | null {
  if (directionOf(field, ceilings, limits) !== "looser") return null;
  const must = `must ${boundVerb(field)} its ${boundName(field)}, ${formatLimit(field, ceilings)}`;
  return `${field.key} is ${formatLimit(field, limits)}: ${must}`;
}

function boundVerb({ key, tighter }: LimitField): string {
  if (key === "restricted") return "hold every symbol of";
  return tighter === "higher" ? "be at least" : "be within";
}

/** Returns what people call the configured bound of a limit: a floor where more is stricter, else a ceiling. */
export function boundName({ tighter }: LimitField): "floor" | "ceiling" {
  return tighter === "higher" ? "floor" : "ceiling";
}
