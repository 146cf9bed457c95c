import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { loadRecordedTape } from "@interlock/alpaca-sim/tape/recorded/recorded-tape";
import type { TapeSource } from "@interlock/alpaca-sim/tape/tape-source";
import { type IsoDate, parseIsoDate } from "@interlock/core/market/civil-date";
import { fail, ok, type Result } from "@interlock/core/result";
import type { BacktestReport } from "./backtest-report.ts";

/** Which recorded sessions are wanted. */
export interface SessionsChoice {
  /** Folder of days, or of one day. */
  readonly folder: string;
  /** Days to play; null for every day that has ticks of all symbols. */
  readonly dates: readonly IsoDate[] | null;
  readonly symbols: readonly string[];
}

/** Loaded sessions, oldest first, and the hash of every file that they were read from. */
export interface LoadedSessions {
  readonly sessions: readonly TapeSource[];
  readonly data: BacktestReport["data"];
}

/** Longest time without an event of a symbol in the regular session, as the simulated venue allows it. */
const GAP_MINUTES = 15;

/** Loads and checks recorded sessions whole. The error is one sentence: file, line, value and what is allowed. */
export function loadSessions({ folder, dates, symbols }: SessionsChoice): Result<LoadedSessions> {
  const path = resolve(folder);
  if (!existsSync(path) || !statSync(path).isDirectory())
    return fail(
      `Recorded data folder ${folder} does not exist: name a folder of days, such as 2013-10-08.`,
    );
  const own = parseIsoDate(basename(path));
  const root = own.ok ? dirname(path) : path;
  const days = dates ?? (own.ok ? [own.value] : daysWithTicks(root, symbols));
  if (days.length === 0)
    return fail(
      `${folder} has no day with quotes and trades of ${symbols.join(", ")}: each needs SYMBOL.quotes.csv.gz and SYMBOL.trades.csv.gz in a folder named by the day.`,
    );
  const sessions: TapeSource[] = [];
  for (const date of [...new Set(days)].sort()) {
    const loaded = loadRecordedTape({ path: root, date, symbols, gapMinutes: GAP_MINUTES });
    if (!loaded.ok) return fail(`${loaded.error}.`);
    sessions.push(loaded.value);
  }
  return ok({ sessions, data: hashesOf(root, { days, symbols }) });
}

function datesIn(root: string): IsoDate[] {
  return readdirSync(root).flatMap((name) => {
    const date = parseIsoDate(name);
    return date.ok ? [date.value] : [];
  });
}

function daysWithTicks(root: string, symbols: readonly string[]): IsoDate[] {
  return datesIn(root).filter((date) =>
    symbols.every((symbol) =>
      ["quotes", "trades"].every((kind) =>
        existsSync(join(root, date, `${symbol}.${kind}.csv.gz`)),
      ),
    ),
  );
}

/** Ticks of the days played, bars of the days before, and daily bars: all that a session is loaded from. */
function hashesOf(
  root: string,
  { days, symbols }: { readonly days: readonly IsoDate[]; readonly symbols: readonly string[] },
): BacktestReport["data"] {
  const last = [...days].sort().at(-1) ?? "";
  const files = symbols.flatMap((symbol) => [
    ...days.flatMap((day) => [`${day}/${symbol}.quotes.csv.gz`, `${day}/${symbol}.trades.csv.gz`]),
    ...datesIn(root)
      .filter((date) => date < last)
      .map((date) => `${date}/${symbol}.bars-1m.csv.gz`),
    `daily/${symbol}.bars-1d.csv.gz`,
  ]);
  return [...new Set(files)]
    .sort()
    .filter((file) => existsSync(join(root, file)))
    .map((file) => ({
      file,
      sha256: createHash("sha256")
        .update(readFileSync(join(root, file)))
        .digest("hex"),
    }));
}
