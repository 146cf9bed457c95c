import { marketDay, newYorkDate } from "@interlock/core/market/calendar";
import { fromIsoDate, type IsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import type { UnixMs } from "@interlock/core/time";
import { packPrint } from "../tape-source.ts";
import { readGzipCsv } from "./read-gzip-csv.ts";
import { TapeFault } from "./tape-fault.ts";

/** The columns of one file of ticks: quotes or prints of one symbol, in time order. Named as in a tape's chunk. */
export interface TickColumns {
  readonly file: string;
  readonly length: number;
  readonly time: Float64Array;
  readonly priceA: Float64Array;
  readonly priceB: Float64Array;
  readonly sizeA: Uint32Array;
  readonly sizeB: Uint32Array;
}

/** Which file to read. `kindOf` numbers a print's set of flags; quotes do not use it. */
export interface TickFile {
  readonly root: string;
  readonly date: IsoDate;
  readonly symbol: string;
  readonly kindOf: (flags: number) => number;
}

const QUOTE_COLUMNS = ["time_ms", "bid", "bid_size", "ask", "ask_size"];
const TRADE_COLUMNS = ["time_ms", "price", "size", "exchange", "conditions"];

/** Checks times row by row: on the day of the folder in New York, and never going back. */
class TimeCheck {
  readonly #startAt: UnixMs;
  readonly #endAt: UnixMs;
  readonly #date: IsoDate;
  #last = 0;

  constructor(date: IsoDate) {
    this.#date = date;
    this.#startAt = newYorkInstant(fromIsoDate(date), 0);
    this.#endAt = newYorkInstant(fromIsoDate(date) + 1, 0);
  }

  fault(time: UnixMs): string | null {
    if (time < this.#startAt || time >= this.#endAt) {
      return `a time on ${this.#date} in New York, ${this.#startAt} to ${this.#endAt - 1}`;
    }
    if (time < this.#last) return `at least ${this.#last}, the time of the line before`;
    this.#last = time;
    return null;
  }
}

function allocate(file: string, rows: number): TickColumns {
  return {
    file,
    length: rows,
    time: new Float64Array(rows),
    priceA: new Float64Array(rows),
    priceB: new Float64Array(rows),
    sizeA: new Uint32Array(rows),
    sizeB: new Uint32Array(rows),
  };
}

/** Reads and checks DATE/SYM.quotes.csv.gz. Locked and crossed quotes are real and pass. Throws TapeFault. */
export function readQuotes(file: TickFile): TickColumns {
  const name = `${file.date}/${file.symbol}.quotes.csv.gz`;
  const cursor = readGzipCsv({ root: file.root, name, columns: QUOTE_COLUMNS });
  const rows = allocate(name, cursor.countRows());
  const times = new TimeCheck(file.date);
  let at = 0;
  for (; cursor.nextRow(); at++) {
    const time = cursor.time();
    const allowed = times.fault(time);
    if (allowed !== null) throw cursor.fault(allowed);
    rows.time[at] = time;
    rows.priceA[at] = cursor.price();
    rows.sizeA[at] = cursor.size(1);
    rows.priceB[at] = cursor.price();
    rows.sizeB[at] = cursor.size(1);
  }
  return trim(rows, at);
}

/** Reads and checks DATE/SYM.trades.csv.gz. Throws TapeFault. */
export function readTrades(file: TickFile): TickColumns {
  const name = `${file.date}/${file.symbol}.trades.csv.gz`;
  const cursor = readGzipCsv({ root: file.root, name, columns: TRADE_COLUMNS });
  const rows = allocate(name, cursor.countRows());
  const times = new TimeCheck(file.date);
  let at = 0;
  for (; cursor.nextRow(); at++) {
    const time = cursor.time();
    const allowed = times.fault(time);
    if (allowed !== null) throw cursor.fault(allowed);
    rows.time[at] = time;
    rows.priceA[at] = cursor.price();
    rows.sizeA[at] = cursor.size(1);
    const exchange = cursor.letter();
    rows.sizeB[at] = packPrint(exchange, file.kindOf(cursor.flags()));
  }
  return trim(rows, at);
}

function trim(rows: TickColumns, length: number): TickColumns {
  if (length === 0) throw new TapeFault(`${rows.file} has no rows; allowed is one at least`);
  return { ...rows, length };
}

/**
 * Checks that a symbol's quotes and prints together leave no gap in the regular session longer than `minutes`: a feed
 * that broke off must not pass for a quiet market. Throws TapeFault.
 */
export function checkGaps(
  date: IsoDate,
  files: readonly [TickColumns, TickColumns],
  minutes: number,
): void {
  const day = marketDay(date);
  if (day === null) throw new TapeFault(`${date} is no day on which the market opened`);
  const most = minutes * 60_000;
  let last: UnixMs = day.openAt;
  const next = eventsInTurn(files);
  for (let event = next(); event !== null; event = next()) {
    const at = Math.min(event.at, day.closeAt);
    if (at - last > most) throw gapFault({ ...event, last, next: at, minutes });
    if (at > last) last = at;
  }
  if (day.closeAt - last > most) {
    const [file] = files;
    throw gapFault({ file, row: file.length, last, next: day.closeAt, minutes });
  }
}

interface NextEvent {
  readonly file: TickColumns;
  readonly row: number;
  readonly at: UnixMs;
}

/** Returns a function that gives the events of both files by time, then null. */
function eventsInTurn([a, b]: readonly [TickColumns, TickColumns]): () => NextEvent | null {
  let atA = 0;
  let atB = 0;
  return () => {
    const timeA = atA < a.length ? (a.time[atA] ?? 0) : Number.POSITIVE_INFINITY;
    const timeB = atB < b.length ? (b.time[atB] ?? 0) : Number.POSITIVE_INFINITY;
    if (atA >= a.length && atB >= b.length) return null;
    return timeA <= timeB ? { file: a, row: atA++, at: timeA } : { file: b, row: atB++, at: timeB };
  };
}

interface Gap {
  readonly file: TickColumns;
  readonly row: number;
  readonly last: UnixMs;
  readonly next: UnixMs;
  readonly minutes: number;
}

function gapFault(gap: Gap): TapeFault {
  const length = Math.round((gap.next - gap.last) / 6_000) / 10;
  const hours = new Date(gap.last).toISOString().slice(11, 19);
  return new TapeFault(
    `${gap.file.file} line ${gap.row + 2}: nothing happens for ${length} minutes of the regular session ` +
      `after ${hours} UTC on ${newYorkDate(gap.last)}; allowed are ${gap.minutes}`,
  );
}
