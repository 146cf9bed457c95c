import { fromIsoDate, type IsoDate, parseIsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import type { BarRecord } from "../bars/bar-record.ts";
import type { CsvCursor } from "./csv-cursor.ts";
import { readGzipCsv } from "./read-gzip-csv.ts";

const PRICES = ["open", "high", "low", "close", "volume"];

function readBar(cursor: CsvCursor, startAt: UnixMs): BarRecord {
  const open = cursor.price();
  const high = cursor.price();
  if (high < open) throw cursor.fault("at least the open");
  const low = cursor.price();
  if (low > open || low > high) throw cursor.fault("at most the open and the high");
  const close = cursor.price();
  if (close > high || close < low) throw cursor.fault("between the low and the high");
  return { startAt, open, high, low, close, volume: cursor.size(0), count: null, value: null };
}

/** Reads and checks DATE/SYM.bars-1m.csv.gz. Throws TapeFault. */
export function readMinuteBars(root: string, date: IsoDate, symbol: string): BarRecord[] {
  const name = `${date}/${symbol}.bars-1m.csv.gz`;
  const cursor = readGzipCsv({ root, name, columns: ["time_ms", ...PRICES] });
  const bars: BarRecord[] = [];
  let last = newYorkInstant(fromIsoDate(date), 0) - 1;
  const end = newYorkInstant(fromIsoDate(date) + 1, 0);
  while (cursor.nextRow()) {
    const startAt = cursor.time();
    if (startAt <= last || startAt >= end || startAt % MINUTE_MS !== 0) {
      throw cursor.fault(`the start of a minute on ${date} in New York, after the line before`);
    }
    last = startAt;
    bars.push(readBar(cursor, startAt));
  }
  return bars;
}

/** Reads and checks daily/SYM.bars-1d.csv.gz; each bar starts at its day's midnight in New York. Throws TapeFault. */
export function readDailyBars(root: string, symbol: string): BarRecord[] {
  const name = `daily/${symbol}.bars-1d.csv.gz`;
  const cursor = readGzipCsv({ root, name, columns: ["date", ...PRICES] });
  const bars: BarRecord[] = [];
  let last = "";
  while (cursor.nextRow()) {
    const text = cursor.text();
    const date = parseIsoDate(text);
    if (!date.ok || text <= last) throw cursor.fault("a date after the line before, as YYYY-MM-DD");
    last = text;
    bars.push(readBar(cursor, newYorkInstant(fromIsoDate(date.value), 0)));
  }
  return bars;
}
