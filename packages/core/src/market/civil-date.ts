import { assert } from "../assert.ts";
import { fail, ok, type Result } from "../result.ts";

declare const dateKind: unique symbol;
/** A calendar date "YYYY-MM-DD". As text it sorts in time order. Which zone it belongs to is said where it is used. */
export type IsoDate = string & { readonly [dateKind]: "IsoDate" };

/** Days since 1970-01-01. Dates are computed as such numbers: addition is addition, and no Date object is needed. */
export type EpochDay = number;

/** Days of the week as `weekday` numbers them. */
export const SUNDAY = 0;
export const MONDAY = 1;
export const TUESDAY = 2;
export const WEDNESDAY = 3;
export const THURSDAY = 4;
export const FRIDAY = 5;
export const SATURDAY = 6;

/** Returns the day number of a date of the Gregorian calendar; `month` is 1–12. */
export function epochDay(year: number, month: number, day: number): EpochDay {
  // Years are counted from March, so that the leap day is the last one: then every month has a fixed offset.
  const y = month <= 2 ? year - 1 : year;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return 365 * y + leapDays + dayOfYear - 719_468;
}

/** Returns the year, month (1–12) and day of a day number. */
export function civilDate(day: EpochDay): { year: number; month: number; day: number } {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1 };
}

/** Returns the day of the week: 0 for Sunday to 6 for Saturday. */
export function weekday(day: EpochDay): number {
  return (((day + THURSDAY) % 7) + 7) % 7;
}

/** Returns the n-th (1-based) given weekday of a month. */
export function nthWeekday(
  month: { year: number; month: number },
  which: number,
  n: number,
): EpochDay {
  const first = epochDay(month.year, month.month, 1);
  return first + ((which - weekday(first) + 7) % 7) + 7 * (n - 1);
}

/** Returns the last given weekday of a month. */
export function lastWeekday(month: { year: number; month: number }, which: number): EpochDay {
  const next =
    month.month === 12 ? { year: month.year + 1, month: 1 } : { ...month, month: month.month + 1 };
  return nthWeekday(next, which, 1) - 7;
}

/** Writes a day number as "YYYY-MM-DD". */
export function toIsoDate(day: EpochDay): IsoDate {
  const date = civilDate(day);
  const year = String(date.year).padStart(4, "0");
  return brand(`${year}-${twoDigits(date.month)}-${twoDigits(date.day)}`);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

function brand(text: string): IsoDate {
  return text as IsoDate;
}

/** Reads "YYYY-MM-DD". Refuses other forms and dates that do not exist, such as February 30th. */
export function parseIsoDate(text: string): Result<IsoDate> {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return fail(`date "${text.slice(0, 40)}" must be written YYYY-MM-DD`);
  const day = epochDay(Number(match[1]), Number(match[2]), Number(match[3]));
  const date = toIsoDate(day);
  return date === text ? ok(date) : fail(`date "${text}" does not exist`);
}

/** Returns the date for a literal such as `isoDate("2026-11-27")`; throws InvariantError on a malformed one. */
export function isoDate(text: string): IsoDate {
  const parsed = parseIsoDate(text);
  assert(parsed.ok, parsed.ok ? "" : parsed.error);
  return parsed.value;
}

/** Returns the day number of a date. */
export function fromIsoDate(date: IsoDate): EpochDay {
  return epochDay(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}
