import type { UnixMs } from "../../time.ts";
import { boundName, clampToPairs, directionOf } from "../check-limits.ts";
import type { LimitSet } from "../levels/limit-levels.ts";
import { tighterOf } from "../levels/tighter-limits.ts";
import { limitField } from "../limit-fields.ts";
import type { Limits } from "../limits.ts";
import {
  type ExpiringChange,
  type ExpiringLine,
  firstExpired,
  followExpiring,
  isSamePlace,
} from "./expiring-change.ts";
import {
  describePlace,
  type LimitPlace,
  placesThatDiffer,
  valueAt,
  withText,
} from "./limit-place.ts";

/** What the end of a change makes of the limits. */
export interface ExpiryOutcome {
  readonly set: LimitSet;
  /** What still ends by itself. */
  readonly expiring: readonly ExpiringChange[];
  /** Sentences: what went back, what stays and why, what had to follow. */
  readonly notes: readonly string[];
}

/** What the end of a change is worked out from. */
export interface ExpiryParts {
  readonly set: LimitSet;
  readonly expiring: readonly ExpiringChange[];
  readonly ceilings: Limits;
}

/**
 * Ends a change: each of its lines goes back to what it was in the version before, unless it was changed since. A line
 * upon which another change stands that still lasts stays, and that one goes back further when it ends. Nothing that
 * gets tighter is ever refused: a limit that would contradict it follows it down.
 */
export function expireChange(parts: ExpiryParts, change: ExpiringChange): ExpiryOutcome {
  const notes: string[] = [];
  let { set } = parts;
  let { expiring } = parts;
  for (const line of change.lines) {
    const above = expiring.find((one) => standsUpon(one, change, line));
    const why = whyItStays({ parts, line, above });
    if (why !== null) notes.push(`${describePlace(line)} stays: ${why}.`);
    else set = wentBack(set, line, parts.ceilings);
    if (line.changedIn === undefined)
      expiring = expiring.map((one) => (one === above ? relink(one, line) : one));
  }
  const whole = { ...set, values: clampToPairs(set.values) };
  for (const place of placesThatDiffer(parts.set, whole))
    notes.push(moveNote({ before: parts.set, after: whole, change }, place));
  return { set: whole, expiring: expiring.filter((one) => one.version !== change.version), notes };
}

/** A change that would end by itself, made on limits in force. */
export interface ForeseenChange {
  readonly limits: LimitSet & {
    readonly version: number;
    readonly by: string;
    readonly expiring: readonly ExpiringChange[];
  };
  readonly after: LimitSet;
  readonly expiresAt: UnixMs;
  readonly ceilings: Limits;
}

/** Says what the end of a change would do if nothing else happened meanwhile. */
export function foreseeExpiry({ limits, after, expiresAt, ceilings }: ForeseenChange): string[] {
  const version = limits.version + 1;
  const notes: string[] = [];
  let parts: ExpiryParts = {
    set: after,
    expiring: followExpiring(limits.expiring, {
      ...limits,
      before: limits,
      after,
      version,
      expiresAt,
    }),
    ceilings,
  };
  for (;;) {
    const ended = firstExpired(parts.expiring, expiresAt);
    if (ended === null) return notes;
    const outcome = expireChange(parts, ended);
    if (ended.version === version) notes.push(...outcome.notes);
    parts = { ...outcome, ceilings };
  }
}

/** Tells whether a later change that is still to end stands upon a line, where nobody changed it for good since. */
function standsUpon(one: ExpiringChange, change: ExpiringChange, line: LimitPlace): boolean {
  return one.version > change.version && one.lines.some((above) => isSamePlace(above, line));
}

function relink(change: ExpiringChange, gone: ExpiringLine): ExpiringChange {
  const lines = change.lines.map((line) =>
    isSamePlace(line, gone) ? { ...line, before: gone.before } : line,
  );
  return { ...change, lines };
}

/** A list that goes back keeps what its floor has restricted since; to stay as it is would free the others for good. */
function wentBack(set: LimitSet, line: ExpiringLine, ceilings: Limits): LimitSet {
  const back = withText(set, line, line.before);
  if (!isRestrictedList(line)) return back;
  const { restricted } = tighterOf(back.values, ceilings);
  return { ...back, values: { ...back.values, restricted } };
}

function isRestrictedList({ level, key }: LimitPlace): boolean {
  return level.kind === "account" && key === "restricted";
}

interface StayParts {
  readonly parts: ExpiryParts;
  readonly line: ExpiringLine;
  readonly above: ExpiringChange | undefined;
}

function whyItStays({ parts, line, above }: StayParts): string | null {
  if (line.changedIn !== undefined) return `it was changed in version ${line.changedIn}`;
  if (above !== undefined) return `version ${above.version} set it, which still lasts`;
  if (isRestrictedList(line)) return null;
  // The account's alone: what stands at a level holds beside them, and there nothing differs.
  const back = withText(parts.set, line, line.before).values;
  const field = limitField(line.key);
  const beyond = directionOf(field, parts.ceilings, back) === "looser";
  // What gets tighter by going back is never kept looser for the sake of its bound.
  return beyond && directionOf(field, parts.set.values, back) === "looser"
    ? `its ${boundName(field)} is tighter than what it was`
    : null;
}

interface Move {
  readonly before: LimitSet;
  readonly after: LimitSet;
  readonly change: ExpiringChange;
}

function moveNote({ before, after, change }: Move, place: LimitPlace): string {
  const [from, to] = [valueAt(before, place), valueAt(after, place)];
  const own = change.lines.some((line) => isSamePlace(line, place));
  const how = own ? "goes back" : "follows, for a larger one could never take effect,";
  return `${describePlace(place)} ${how} from ${from} to ${to}.`;
}
