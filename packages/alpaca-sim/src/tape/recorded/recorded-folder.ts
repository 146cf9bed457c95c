import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { type IsoDate, parseIsoDate } from "@interlock/core/market/civil-date";
import { TapeFault } from "./tape-fault.ts";

/** A folder of recorded data: one folder a day, and `daily` for daily bars. */
export interface RecordedFolder {
  readonly root: string;
  readonly date: IsoDate;
  /** Days before `date` that have a folder, oldest first. */
  readonly earlierDates: readonly IsoDate[];
}

function datesIn(root: string): IsoDate[] {
  return readdirSync(root)
    .sort()
    .flatMap((name) => {
      const date = parseIsoDate(name);
      return date.ok ? [date.value] : [];
    });
}

/**
 * Finds the day to play. `path` may be the folder of all days, with `date` naming the one, or the folder of one day.
 * Without a date the last day with ticks is taken. Throws TapeFault.
 */
export function findRecordedFolder(path: string, date: IsoDate | null): RecordedFolder {
  const folder = resolve(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new TapeFault(
      `recorded data folder "${path}" does not exist; allowed is a folder of days`,
    );
  }
  const own = parseIsoDate(basename(folder));
  if (!own.ok) return folderOf({ path, root: folder, date });
  if (date !== null && date !== own.value) {
    throw new TapeFault(`date ${date} differs from the folder "${path}"; leave one of them out`);
  }
  return folderOf({ path, root: dirname(folder), date: own.value });
}

interface Place {
  readonly path: string;
  readonly root: string;
  readonly date: IsoDate | null;
}

function folderOf({ path, root, date }: Place): RecordedFolder {
  const dates = datesIn(root);
  const wanted = date ?? dates.findLast((day) => hasTicks(root, day));
  if (wanted === undefined || !dates.includes(wanted)) {
    const known = dates.length === 0 ? "none" : dates.join(", ");
    throw new TapeFault(`"${path}" has no day ${wanted ?? "with ticks"}; there are: ${known}`);
  }
  return { root, date: wanted, earlierDates: dates.filter((day) => day < wanted) };
}

function filesOf(root: string, date: string): string[] {
  return existsSync(`${root}/${date}`) ? readdirSync(`${root}/${date}`) : [];
}

function hasTicks(root: string, date: string): boolean {
  return filesOf(root, date).some((name) => name.endsWith(".quotes.csv.gz"));
}

/** Returns the symbols that have quotes and prints on a day, sorted. */
export function recordedSymbols(folder: RecordedFolder): string[] {
  const names = filesOf(folder.root, folder.date);
  const quoted = names.flatMap((name) => /^(.+)\.quotes\.csv\.gz$/.exec(name)?.[1] ?? []);
  return quoted.filter((symbol) => names.includes(`${symbol}.trades.csv.gz`)).sort();
}

/** Tells whether the folder has a file of this name, e.g. "daily/SPY.bars-1d.csv.gz". */
export function hasFile(folder: RecordedFolder, name: string): boolean {
  return existsSync(`${folder.root}/${name}`);
}
