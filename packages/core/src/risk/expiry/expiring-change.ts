import { DAY_MS, MINUTE_MS, type UnixMs } from "../../time.ts";
import { isSameLevel, type LimitLevel, type LimitSet, NO_LEVELS } from "../levels/limit-levels.ts";
import type { LimitKey } from "../limits.ts";
import { directionOf } from "../check-limits.ts";
import { limitField } from "../limit-fields.ts";
import { inEffectAt, type LimitPlace, placesThatDiffer, textAt, withText } from "./limit-place.ts";

/**
 * A change of limits that lasts until a time. While it lasts it is known what each of its lines goes back to, so that
 * the end needs nothing else: not the database, not the person, and not the process that made the change.
 */

/** The least and the longest that a change may last. */
const EXPIRY_MIN_MS = MINUTE_MS;
const EXPIRY_MAX_MS = 30 * DAY_MS;

/** One line of such a change. Plain data. */
export interface ExpiringLine {
  readonly level: LimitLevel;
  readonly key: LimitKey;
  /** What it goes back to, as text; empty: the level had no limit of its own. */
  readonly before: string;
  /** The later version in which a person changed the line, which stays as it is then. Absent: it goes back. */
  readonly changedIn?: number;
}

/** A change of limits that ends by itself. Plain data. */
export interface ExpiringChange {
  /** The version that it made. */
  readonly version: number;
  readonly by: string;
  readonly expiresAt: UnixMs;
  readonly lines: readonly ExpiringLine[];
}

/** A version of the limits that follows another. */
export interface FollowingVersion {
  readonly before: LimitSet | null;
  readonly after: LimitSet;
  readonly version: number;
  readonly by: string;
  /** When it ends; null: it lasts until somebody changes it. */
  readonly expiresAt: UnixMs | null;
  /**
   * Nobody else agreed to it, where somebody must agree to looser limits: a line that is only tightened, and is still
   * looser than what it was to go back to, goes back all the same.
   */
  readonly unagreed?: boolean;
}

/**
 * Says why a change may not end then; null when it may.
 * @param expiresAt when it would end, on the venue's clock
 * @param now the venue's time
 */
export function expiryFault(expiresAt: UnixMs, now: UnixMs): string | null {
  const lasts = expiresAt - now;
  // Written so that NaN fails too.
  if (Number.isInteger(expiresAt) && lasts >= EXPIRY_MIN_MS && lasts <= EXPIRY_MAX_MS) return null;
  return "A change of limits may last from 1 minute to 30 days.";
}

/**
 * Returns what still ends by itself after another version. What a person changes for good no longer goes back; a change
 * that itself ends stands upon the ones before, which go on beneath it.
 */
export function followExpiring(
  expiring: readonly ExpiringChange[],
  { before, after, version, by, expiresAt, unagreed = false }: FollowingVersion,
): readonly ExpiringChange[] {
  const from = before ?? { ...after, levels: NO_LEVELS };
  const changed = placesThatDiffer(from, after);
  if (expiresAt === null) {
    const goesBack = (place: LimitPlace) =>
      unagreed && isTightened(from, after, place) && isLooserThanBack(expiring, after, place);
    const settled = changed.filter((place) => !goesBack(place));
    return keepForGood(expiring, settled, version);
  }
  const lines = changed.map((place) => ({ ...place, before: textAt(from, place) }));
  return [...expiring, { version, by, expiresAt, lines }];
}

function isTightened(from: LimitSet, after: LimitSet, { level, key }: LimitPlace): boolean {
  const [was, is] = [inEffectAt(from, level), inEffectAt(after, level)];
  return directionOf(limitField(key), was, is) === "tighter";
}

/** Tells whether a line is looser than what it goes back to next; false where it stays. */
export function isLooserThanBack(
  expiring: readonly ExpiringChange[],
  set: LimitSet,
  place: LimitPlace,
): boolean {
  const expiry = expiryOf(expiring, place);
  if (expiry === null) return false;
  const back = inEffectAt(withText(set, place, expiry.before), place.level);
  const direction = directionOf(limitField(place.key), back, inEffectAt(set, place.level));
  return direction === "looser";
}

/** Returns what still ends by itself once some lines, as they are in a version, go back no more. */
export function keepForGood(
  expiring: readonly ExpiringChange[],
  places: readonly LimitPlace[],
  version: number,
): readonly ExpiringChange[] {
  return expiring.flatMap((one) => settle(one, places, version));
}

/** A change of which no line goes back any more is over. */
function settle(
  change: ExpiringChange,
  changed: readonly LimitPlace[],
  version: number,
): ExpiringChange[] {
  const isChanged = (line: ExpiringLine) => changed.some((place) => isSamePlace(place, line));
  const lines = change.lines.map((line) =>
    line.changedIn === undefined && isChanged(line) ? { ...line, changedIn: version } : line,
  );
  return lines.every((line) => line.changedIn !== undefined) ? [] : [{ ...change, lines }];
}

/** Returns the change that ends first of those whose time has come; null while there is none. */
export function firstExpired(
  expiring: readonly ExpiringChange[],
  now: UnixMs,
): ExpiringChange | null {
  let first: ExpiringChange | null = null;
  for (const one of expiring)
    if (one.expiresAt <= now && (first === null || one.expiresAt < first.expiresAt)) first = one;
  return first;
}

/** Returns the change by which a line goes back next; null where it stays. */
export function expiryOf(
  expiring: readonly ExpiringChange[],
  place: LimitPlace,
): { readonly change: ExpiringChange; readonly before: string } | null {
  for (const change of expiring.toReversed()) {
    const line = change.lines.find((one) => isSamePlace(one, place));
    if (line !== undefined && line.changedIn === undefined) return { change, before: line.before };
  }
  return null;
}

/** Tells whether two lines are the same limit of the same level. */
export function isSamePlace(a: LimitPlace, b: LimitPlace): boolean {
  return a.key === b.key && isSameLevel(a.level, b.level);
}
