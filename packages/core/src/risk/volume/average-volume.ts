import type { Ticker } from "../../ids.ts";
import type { Bar } from "../../market/bar.ts";
import { newYorkDate } from "../../market/calendar.ts";
import { fromIsoDate, type IsoDate } from "../../market/civil-date.ts";
import type { UnixMs } from "../../time.ts";

/** Finished sessions over which volume is averaged: four weeks, the usual measure of what a market can take. */
const ADV_SESSIONS = 20;

/** Fewer say little of an instrument, e.g. one that was listed this week. */
export const ADV_SESSIONS_MIN = 5;

/** Days after its last session at which an instrument counts as one that is not traded as it was. */
const LAST_SESSION_DAYS_MAX = 7;

/** How many shares of an instrument trade in a session on average, and from what that is known. Plain data. */
export interface AverageVolume {
  readonly symbol: Ticker;
  /** Whole shares a session, rounded down, at least 1. */
  readonly shares: number;
  /** Sessions that it is the average of. */
  readonly sessions: number;
  readonly lastSession: IsoDate;
}

/**
 * Returns the average of the latest finished sessions of a symbol, from its daily bars in any order; that of today is
 * left out, for it grows. Null where there are too few, where the last is more than a week ago, or where nothing
 * traded in them: nothing can be a share of that.
 */
export function averageVolume(
  symbol: Ticker,
  bars: readonly Bar[],
  now: UnixMs,
): AverageVolume | null {
  const today = newYorkDate(now);
  const byDate = new Map<IsoDate, number>();
  for (const bar of bars) {
    const date = newYorkDate(bar.startAt);
    if (bar.symbol === symbol && date < today) byDate.set(date, bar.volume);
  }
  const dates = [...byDate.keys()].sort().slice(-ADV_SESSIONS);
  if (dates.length < ADV_SESSIONS_MIN) return null;
  const lastSession = dates.at(-1) ?? today;
  if (fromIsoDate(today) - fromIsoDate(lastSession) > LAST_SESSION_DAYS_MAX) return null;
  const sum = dates.reduce((total, date) => total + (byDate.get(date) ?? 0), 0);
  const shares = Math.floor(sum / dates.length);
  return shares < 1 ? null : { symbol, shares, sessions: dates.length, lastSession };
}
