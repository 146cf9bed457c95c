import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { isoDate } from "@interlock/core/market/civil-date";
import { marketDay } from "@interlock/core/market/calendar";

const DATE = "2013-10-08";
const MINUTES = 390;
/** From this minute on little happens, unless it is said otherwise: the day has to be whole, not long. */
const LIVELY_MINUTES = 80;
const MINUTE_MS = 60_000;
/** Prices swing once in this many minutes, far enough for averages to cross. */
const SWING_MINUTES = 60;

/** Writes a recorded day of SPY and IBM with a quote and a print a minute: enough to trade, and over in seconds. */
export function writeSmallDay(folder: string, livelyMinutes = LIVELY_MINUTES, date = DATE): void {
  const openAt = marketDay(isoDate(date))?.openAt ?? 0;
  const quotes = ["time_ms,bid,bid_size,ask,ask_size"];
  const trades = ["time_ms,price,size,exchange,conditions"];
  for (let minute = 0; minute < MINUTES; minute += minute < livelyMinutes ? 1 : 10) {
    const at = openAt + minute * MINUTE_MS;
    const cents = Math.round(10_000 + 60 * Math.sin((2 * Math.PI * minute) / SWING_MINUTES));
    quotes.push(`${at},${(cents / 100).toFixed(2)},500,${((cents + 1) / 100).toFixed(2)},500`);
    trades.push(`${at + 1_000},${(cents / 100).toFixed(2)},200,N,1`);
  }
  mkdirSync(join(folder, date), { recursive: true });
  for (const symbol of ["SPY", "IBM"]) {
    for (const [kind, lines] of Object.entries({ quotes, trades }))
      writeFileSync(
        join(folder, date, `${symbol}.${kind}.csv.gz`),
        gzipSync(`${lines.join("\n")}\n`),
      );
  }
}
