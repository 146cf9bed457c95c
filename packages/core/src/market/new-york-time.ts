import { DAY_MS, MINUTE_MS, type UnixMs } from "../time.ts";
import {
  civilDate,
  type EpochDay,
  epochDay,
  lastWeekday,
  nthWeekday,
  SUNDAY,
} from "./civil-date.ts";

/**
 * America/New_York by rule. Exact from 1967, when the Uniform Time Act took effect, for as long as the present law
 * stands. A rule table, not Intl: it is asked once per market event, and an answer costs nanoseconds.
 */

const STANDARD_OFFSET_MS = -300 * MINUTE_MS;
const DAYLIGHT_OFFSET_MS = -240 * MINUTE_MS;
/** Clocks change at 2:00 by the clock that is being left. */
const CHANGE_MINUTE = 120;

/** One year's daylight saving time: from the first instant of summer time to the first instant of winter time. */
interface DaylightSaving {
  readonly startAt: UnixMs;
  readonly endAt: UnixMs;
}

function startDay(year: number): EpochDay {
  if (year >= 2007) return nthWeekday({ year, month: 3 }, SUNDAY, 2);
  if (year >= 1987) return nthWeekday({ year, month: 4 }, SUNDAY, 1);
  // The oil crisis moved two springs: Emergency Daylight Saving Time Energy Conservation Act.
  if (year === 1974) return epochDay(1974, 1, 6);
  if (year === 1975) return epochDay(1975, 2, 23);
  return lastWeekday({ year, month: 4 }, SUNDAY);
}

function endDay(year: number): EpochDay {
  return year >= 2007
    ? nthWeekday({ year, month: 11 }, SUNDAY, 1)
    : lastWeekday({ year, month: 10 }, SUNDAY);
}

const daylightByYear = new Map<number, DaylightSaving>();

function daylightSaving(year: number): DaylightSaving {
  const known = daylightByYear.get(year);
  if (known !== undefined) return known;
  const changeMs = CHANGE_MINUTE * MINUTE_MS;
  const made = {
    startAt: startDay(year) * DAY_MS + changeMs - STANDARD_OFFSET_MS,
    endAt: endDay(year) * DAY_MS + changeMs - DAYLIGHT_OFFSET_MS,
  };
  daylightByYear.set(year, made);
  return made;
}

/** Returns New York's offset from UTC at an instant, in milliseconds: -5 h in winter, -4 h in summer. */
export function newYorkOffsetMs(time: UnixMs): number {
  // Both changes are months away from New Year, so the UTC year may stand for the local one.
  const dst = daylightSaving(civilDate(Math.floor(time / DAY_MS)).year);
  return time >= dst.startAt && time < dst.endAt ? DAYLIGHT_OFFSET_MS : STANDARD_OFFSET_MS;
}

/**
 * Returns the instant at which New York's clocks show `minute` of a day. In autumn 1:00–1:59 occurs twice: the first is
 * meant. In spring 2:00–2:59 does not occur: the instant counted in winter time is returned.
 */
export function newYorkInstant(day: EpochDay, minute: number): UnixMs {
  const local = day * DAY_MS + minute * MINUTE_MS;
  const summer = local - DAYLIGHT_OFFSET_MS;
  return newYorkOffsetMs(summer) === DAYLIGHT_OFFSET_MS ? summer : local - STANDARD_OFFSET_MS;
}
