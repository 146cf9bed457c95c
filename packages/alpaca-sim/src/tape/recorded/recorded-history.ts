import { marketDay } from "@interlock/core/market/calendar";
import { fromIsoDate, type IsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import type { BarHistory } from "../bars/bar-history.ts";
import { type BarRecord, joinBars } from "../bars/bar-record.ts";
import { readDailyBars, readMinuteBars } from "./read-bars.ts";
import { hasFile, type RecordedFolder } from "./recorded-folder.ts";

/**
 * Loads the bars of the days before the one that is played: minutes of the recorded days, and days from the daily
 * file, or joined from a day's minutes where that file has none. All files are read and checked now. Throws
 * TapeFault.
 */
export function loadRecordedHistory(
  folder: RecordedFolder,
  symbols: readonly string[],
): BarHistory {
  const minutes = new Map<string, readonly BarRecord[]>();
  const days = new Map<string, readonly BarRecord[]>();
  for (const symbol of symbols) {
    for (const date of folder.earlierDates) {
      if (!hasFile(folder, `${date}/${symbol}.bars-1m.csv.gz`)) continue;
      minutes.set(`${symbol} ${date}`, readMinuteBars(folder.root, date, symbol));
    }
    days.set(symbol, daysOf(folder, symbol, minutes));
  }
  return {
    minuteDates: folder.earlierDates,
    minutes: (symbol, date) => minutes.get(`${symbol} ${date}`) ?? [],
    days: (symbol) => days.get(symbol) ?? [],
  };
}

function midnight(date: IsoDate): number {
  return newYorkInstant(fromIsoDate(date), 0);
}

function daysOf(
  folder: RecordedFolder,
  symbol: string,
  minutes: ReadonlyMap<string, readonly BarRecord[]>,
): BarRecord[] {
  const recorded = hasFile(folder, `daily/${symbol}.bars-1d.csv.gz`)
    ? readDailyBars(folder.root, symbol)
    : [];
  const byStart = new Map<number, BarRecord>();
  for (const date of folder.earlierDates) {
    const day = joinDay(date, minutes.get(`${symbol} ${date}`) ?? []);
    if (day !== null) byStart.set(day.startAt, day);
  }
  for (const bar of recorded) {
    if (bar.startAt < midnight(folder.date)) byStart.set(bar.startAt, bar);
  }
  return [...byStart.values()].sort((a, b) => a.startAt - b.startAt);
}

/** Joins the minutes of a day's regular session. */
function joinDay(date: IsoDate, minutes: readonly BarRecord[]): BarRecord | null {
  const day = marketDay(date);
  if (day === null) return null;
  const regular = minutes.filter(({ startAt }) => startAt >= day.openAt && startAt < day.closeAt);
  return joinBars(regular, midnight(date));
}
