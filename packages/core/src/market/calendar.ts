import { InvariantError } from "../assert.ts";
import { DAY_MS, MINUTE_MS, type UnixMs } from "../time.ts";
import { type EpochDay, fromIsoDate, type IsoDate, toIsoDate } from "./civil-date.ts";
import { isEarlyClose, isMarketDay } from "./holidays.ts";
import { newYorkInstant, newYorkOffsetMs } from "./new-york-time.ts";

export type { IsoDate } from "./civil-date.ts";

/**
 * The trading day of US equities in New York time: 1970–2035 and, while the present rules stand, after. Times of day
 * are today's for every year (the market opened at 10:00 until 1985 and closed at 15:30 until 1974).
 * The venue's own calendar is the authority; this one must agree with it before trading (fault M13).
 */

/** One day on which the market opens. All times are instants; a period includes its start and not its end. */
export interface MarketDay {
  readonly date: IsoDate;
  readonly preOpenAt: UnixMs;
  readonly openAt: UnixMs;
  readonly closeAt: UnixMs;
  readonly postCloseAt: UnixMs;
  readonly earlyClose: boolean;
}

/** `overnight` is 20:00–04:00 before a market day, so also on the Sunday evening before a Monday that trades. */
export type TradingSession = "overnight" | "pre" | "regular" | "post" | "closed";

const PRE_OPEN_MINUTE = 4 * 60;
const OPEN_MINUTE = 9 * 60 + 30;
const CLOSE_MINUTE = 16 * 60;
const POST_CLOSE_MINUTE = 20 * 60;
const EARLY_CLOSE_MINUTE = 13 * 60;
const EARLY_POST_CLOSE_MINUTE = 17 * 60;
const OVERNIGHT_MINUTE = 20 * 60;
/** No closing of the exchanges since 1970 lasted longer; a longer one is a broken rule table. */
const LONGEST_CLOSING_DAYS = 14;

/** A New York calendar day with what is asked about it, from local midnight to local midnight: 23, 24 or 25 hours. */
interface LocalDay {
  readonly day: EpochDay;
  readonly startAt: UnixMs;
  readonly endAt: UnixMs;
  readonly date: IsoDate;
  readonly market: MarketDay | null;
  readonly overnightAt: UnixMs;
  readonly overnightFollows: boolean;
}

function makeMarketDay(day: EpochDay): MarketDay | null {
  if (!isMarketDay(day)) return null;
  const earlyClose = isEarlyClose(day);
  return Object.freeze({
    date: toIsoDate(day),
    preOpenAt: newYorkInstant(day, PRE_OPEN_MINUTE),
    openAt: newYorkInstant(day, OPEN_MINUTE),
    closeAt: newYorkInstant(day, earlyClose ? EARLY_CLOSE_MINUTE : CLOSE_MINUTE),
    postCloseAt: newYorkInstant(day, earlyClose ? EARLY_POST_CLOSE_MINUTE : POST_CLOSE_MINUTE),
    earlyClose,
  });
}

function makeLocalDay(time: UnixMs): LocalDay {
  const day = Math.floor((time + newYorkOffsetMs(time)) / DAY_MS);
  return {
    day,
    startAt: newYorkInstant(day, 0),
    endAt: newYorkInstant(day + 1, 0),
    date: toIsoDate(day),
    market: makeMarketDay(day),
    overnightAt: newYorkInstant(day, OVERNIGHT_MINUTE),
    overnightFollows: isMarketDay(day + 1),
  };
}

/** The day asked about last. A memo of a pure function: it changes the cost of an answer, never the answer. */
let current: LocalDay = makeLocalDay(0);

function localDay(time: UnixMs): LocalDay {
  if (time < current.startAt || time >= current.endAt) current = makeLocalDay(time);
  return current;
}

/** Returns the date in New York at an instant. */
export function newYorkDate(time: UnixMs): IsoDate {
  return localDay(time).date;
}

/** Returns the whole minutes that New York's clocks show at an instant, 0–1439. */
export function newYorkMinuteOfDay(time: UnixMs): number {
  const local = time + newYorkOffsetMs(time);
  return Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / MINUTE_MS);
}

/** Returns the sessions of a date, or null when the market is closed all day. */
export function marketDay(date: IsoDate): MarketDay | null {
  return date === current.date ? current.market : makeMarketDay(fromIsoDate(date));
}

/** Returns the session at an instant. A boundary belongs to the session that begins. */
export function sessionAt(time: UnixMs): TradingSession {
  const today = localDay(time);
  if (time >= today.overnightAt) return today.overnightFollows ? "overnight" : "closed";
  const market = today.market;
  if (market === null || time >= market.postCloseAt) return "closed";
  if (time >= market.closeAt) return "post";
  if (time >= market.openAt) return "regular";
  return time >= market.preOpenAt ? "pre" : "overnight";
}

function searchMarketDay(from: EpochDay, step: 1 | -1): MarketDay {
  for (let days = 0; days < LONGEST_CLOSING_DAYS; days++) {
    const found = makeMarketDay(from + days * step);
    if (found !== null) return found;
  }
  throw new InvariantError(
    `no market day within ${LONGEST_CLOSING_DAYS} days of ${toIsoDate(from)}`,
  );
}

/** Returns the last market day before a date. */
export function previousMarketDay(date: IsoDate): MarketDay {
  return searchMarketDay(fromIsoDate(date) - 1, -1);
}

/** Returns the market day whose pre-market began last by `time`: today's, or the one before a night or week-end. */
export function lastMarketDay(time: UnixMs): MarketDay {
  const { day, market } = localDay(time);
  return market !== null && time >= market.preOpenAt ? market : searchMarketDay(day - 1, -1);
}

/** Returns the first market day after a date. */
export function nextMarketDay(date: IsoDate): MarketDay {
  return searchMarketDay(fromIsoDate(date) + 1, 1);
}

/** Returns the first opening of the regular session after an instant. */
export function nextOpen(time: UnixMs): UnixMs {
  const today = localDay(time);
  if (today.market !== null && time < today.market.openAt) return today.market.openAt;
  return searchMarketDay(today.day + 1, 1).openAt;
}

/** Returns the first close of the regular session after an instant. */
export function nextClose(time: UnixMs): UnixMs {
  const today = localDay(time);
  if (today.market !== null && time < today.market.closeAt) return today.market.closeAt;
  return searchMarketDay(today.day + 1, 1).closeAt;
}
