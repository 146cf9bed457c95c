import type { UnixMs } from "../time.ts";
import { marketDay } from "./calendar.ts";
import { fromIsoDate, type IsoDate, toIsoDate } from "./civil-date.ts";

/** A trading day as the venue lists it: the regular session's instants. */
export interface ListedDay {
  readonly date: IsoDate;
  readonly openAt: UnixMs;
  readonly closeAt: UnixMs;
}

/** The days from `from` to `to`, both included, as the venue lists them: one that is absent does not trade. */
export interface ListedDays {
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly days: readonly ListedDay[];
}

/** Returns one sentence for each day on which the venue's calendar and ours differ: a session, an open or a close. */
export function compareCalendars({ from, to, days }: ListedDays): readonly string[] {
  const listed = new Map(days.map((day) => [day.date, day]));
  const differences: string[] = [];
  for (let day = fromIsoDate(from); day <= fromIsoDate(to); day++) {
    const date = toIsoDate(day);
    const difference = differenceOn(date, listed.get(date));
    if (difference !== null) differences.push(difference);
  }
  return differences;
}

function differenceOn(date: IsoDate, theirs: ListedDay | undefined): string | null {
  const ours = marketDay(date);
  if (ours === null) return theirs === undefined ? null : `${date} trades at the venue only`;
  if (theirs === undefined) return `${date} trades in our calendar only`;
  if (ours.openAt !== theirs.openAt) return `${date} opens at another time`;
  return ours.closeAt === theirs.closeAt ? null : `${date} closes at another time`;
}
