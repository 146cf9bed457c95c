import { fromIsoDate, type IsoDate, parseIsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import { wireCalendarDay, wireClock } from "../wire/clock.ts";
import { describeIssues } from "./schema-issues.ts";
import { readTime } from "./venue-time.ts";

/** The venue's clock and whether it takes the regular session to be open. */
export interface VenueClock {
  readonly venueAt: UnixMs;
  readonly isOpen: boolean;
  readonly nextOpenAt: UnixMs;
  readonly nextCloseAt: UnixMs;
}

/** One trading day as the venue lists it: the regular session's instants. */
export interface VenueCalendarDay {
  readonly date: IsoDate;
  readonly openAt: UnixMs;
  readonly closeAt: UnixMs;
}

/** Reads the venue's clock. */
export function readClock(json: unknown): Result<VenueClock> {
  const parsed = wireClock.safeParse(json);
  if (!parsed.success) return fail(describeIssues("clock", parsed.error));
  const venueAt = readTime(parsed.data.timestamp);
  const nextOpenAt = readTime(parsed.data.next_open);
  const nextCloseAt = readTime(parsed.data.next_close);
  if (venueAt === null || nextOpenAt === null || nextCloseAt === null) {
    return fail("clock timestamp, next_open and next_close must be RFC 3339 times");
  }
  return ok({ venueAt, isOpen: parsed.data.is_open, nextOpenAt, nextCloseAt });
}

/** Reads "09:30" as minutes of the day. */
function readMinute(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}

/** Reads a list of trading days; times of day are New York's. */
export function readCalendar(json: unknown): Result<readonly VenueCalendarDay[]> {
  if (!Array.isArray(json)) return fail("calendar must be a list");
  const days: VenueCalendarDay[] = [];
  for (const item of json) {
    const parsed = wireCalendarDay.safeParse(item);
    if (!parsed.success) return fail(describeIssues("calendar day", parsed.error));
    const date = parseIsoDate(parsed.data.date);
    if (!date.ok) return date;
    const open = readMinute(parsed.data.open);
    const close = readMinute(parsed.data.close);
    if (open === null || close === null) {
      return fail(`open and close of ${date.value} must be times such as 09:30`);
    }
    const day = fromIsoDate(date.value);
    days.push({
      date: date.value,
      openAt: newYorkInstant(day, open),
      closeAt: newYorkInstant(day, close),
    });
  }
  return ok(days);
}
