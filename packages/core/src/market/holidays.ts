import {
  civilDate,
  type EpochDay,
  epochDay,
  FRIDAY,
  fromIsoDate,
  isoDate,
  lastWeekday,
  MONDAY,
  nthWeekday,
  SATURDAY,
  SUNDAY,
  THURSDAY,
  TUESDAY,
  WEDNESDAY,
  weekday,
} from "./civil-date.ts";

/**
 * Full closings and early closes of the US equity exchanges from 1970, by rule (NYSE Rule 7.2), with the days
 * that no rule foresaw listed one by one. Sources: NYSE's own list of closings and its yearly trading calendars.
 */

/** Days closed for one occasion: mourning, storms, a blackout, September 2001. */
const SPECIAL_CLOSINGS: ReadonlySet<EpochDay> = new Set(
  [
    "1972-12-28", // Harry Truman
    "1973-01-25", // Lyndon Johnson
    "1977-07-14", // blackout of New York
    "1985-09-27", // hurricane Gloria
    "1994-04-27", // Richard Nixon
    "2001-09-11",
    "2001-09-12",
    "2001-09-13",
    "2001-09-14",
    "2004-06-11", // Ronald Reagan
    "2007-01-02", // Gerald Ford
    "2012-10-29", // hurricane Sandy
    "2012-10-30",
    "2018-12-05", // George H. W. Bush
    "2025-01-09", // Jimmy Carter
  ].map((date) => fromIsoDate(isoDate(date))),
);

/** Early closes that follow no rule. */
const SPECIAL_EARLY_CLOSES: ReadonlySet<EpochDay> = new Set(
  ["1997-12-26", "1999-12-31", "2003-12-26"].map((date) => fromIsoDate(isoDate(date))),
);

/** First year in which every early close was at 13:00; before it there were a few at 14:00, which are not listed. */
const FIRST_EARLY_CLOSE_YEAR = 1993;

/** Easter Sunday of a year: the anonymous Gregorian computus (Nature, 1876). */
function easterSunday(year: number): EpochDay {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const correction = Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const leapShift = 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - (yearOfCentury % 4);
  const toSunday = (32 + leapShift - epact) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const monthAndDay = epact + toSunday - 7 * late + 114;
  return epochDay(year, Math.floor(monthAndDay / 31), (monthAndDay % 31) + 1);
}

/** A holiday on a Saturday is kept on Friday, one on a Sunday on Monday. */
function observed(day: EpochDay): EpochDay {
  const which = weekday(day);
  return which === SATURDAY ? day - 1 : which === SUNDAY ? day + 1 : day;
}

/** New Year's Day on a Saturday is not moved: the Friday before ends the accounting year, and the market stays open. */
function newYear(year: number): EpochDay {
  const day = epochDay(year, 1, 1);
  return weekday(day) === SUNDAY ? day + 1 : day;
}

function washingtonsBirthday(year: number): EpochDay {
  return year >= 1971 ? nthWeekday({ year, month: 2 }, MONDAY, 3) : observed(epochDay(year, 2, 22));
}

/** Presidential elections closed the market until 1980: the Tuesday after the first Monday of November. */
function electionDay(year: number): EpochDay {
  return nthWeekday({ year, month: 11 }, MONDAY, 1) + (TUESDAY - MONDAY);
}

function thanksgiving(year: number): EpochDay {
  return nthWeekday({ year, month: 11 }, THURSDAY, 4);
}

function holidaysOf(year: number): ReadonlySet<EpochDay> {
  const days = [
    newYear(year),
    washingtonsBirthday(year),
    easterSunday(year) - 2,
    observed(epochDay(year, 7, 4)),
    nthWeekday({ year, month: 9 }, MONDAY, 1),
    thanksgiving(year),
    observed(epochDay(year, 12, 25)),
  ];
  if (year >= 1971) days.push(lastWeekday({ year, month: 5 }, MONDAY));
  if (year <= 1980 && year % 4 === 0) days.push(electionDay(year));
  if (year >= 1998) days.push(nthWeekday({ year, month: 1 }, MONDAY, 3));
  if (year >= 2022) days.push(observed(epochDay(year, 6, 19)));
  return new Set(days);
}

const holidaysByYear = new Map<number, ReadonlySet<EpochDay>>();

/** Tells whether US equities trade on a day: a weekday that is neither a holiday nor specially closed. */
export function isMarketDay(day: EpochDay): boolean {
  const which = weekday(day);
  if (which === SATURDAY || which === SUNDAY) return false;
  const { year } = civilDate(day);
  let holidays = holidaysByYear.get(year);
  if (holidays === undefined) {
    holidays = holidaysOf(year);
    holidaysByYear.set(year, holidays);
  }
  return !holidays.has(day) && !SPECIAL_CLOSINGS.has(day);
}

/** The day before, or until 2012 the Friday after, Independence Day. */
function closesEarlyInJuly(year: number, dayOfMonth: number, which: number): boolean {
  if (year < 1995) return false;
  if (dayOfMonth === 3) return which !== FRIDAY && (which !== WEDNESDAY || year >= 2013);
  return dayOfMonth === 5 && which === FRIDAY && year < 2013;
}

/** Tells whether a market day closes at 13:00 instead of 16:00. The answer means nothing for other days. */
export function isEarlyClose(day: EpochDay): boolean {
  const date = civilDate(day);
  if (date.year < FIRST_EARLY_CLOSE_YEAR) return false;
  if (SPECIAL_EARLY_CLOSES.has(day)) return true;
  if (date.month === 7) return closesEarlyInJuly(date.year, date.day, weekday(day));
  if (date.month === 11) return day === thanksgiving(date.year) + 1;
  return date.month === 12 && date.day === 24;
}
