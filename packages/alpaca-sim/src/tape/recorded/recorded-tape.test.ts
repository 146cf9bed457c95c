import { isoDate } from "@interlock/core/market/civil-date";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { at, DAY } from "../../../test/open-venue.ts";
import { type Lines, quoteLines, RecordedDay, tradeLines } from "../../../test/recorded-folder.ts";
import type { TapeChunk, TapeSource } from "../tape-source.ts";
import { loadRecordedTape, type RecordedChoice } from "./recorded-tape.ts";

let day: RecordedDay;
beforeEach(() => {
  day = new RecordedDay();
});
afterEach(() => day.remove());

function load(chosen: Partial<RecordedChoice> = {}): ReturnType<typeof loadRecordedTape> {
  return loadRecordedTape({ path: day.root, date: null, symbols: [], gapMinutes: 15, ...chosen });
}

function loaded(chosen: Partial<RecordedChoice> = {}): { source: TapeSource; chunk: TapeChunk } {
  const source = load(chosen);
  if (!source.ok) throw new Error(source.error);
  const chunk = source.value.open().next();
  if (chunk === null) throw new Error("no events");
  return { source: source.value, chunk };
}

/** Describes events as "time kind symbol", e.g. "09:30:00 0 1". */
function events(chunk: TapeChunk): string[] {
  return Array.from({ length: chunk.length }, (_, index) =>
    [(chunk.time[index] ?? 0) - at("09:30"), chunk.kind[index], chunk.symbol[index]].join(" "),
  );
}

describe("a recorded day", () => {
  it("is one tape by time, with all symbols that have ticks", () => {
    const { source, chunk } = loaded();
    expect(source.symbols).toEqual(["IBM", "SPY"]);
    expect(source.eventsTotal).toBe(4 * 78);
    expect(events(chunk).slice(0, 4)).toEqual(["0 0 0", "0 0 1", "1000 1 0", "1000 1 1"]);
    expect([...chunk.time]).toEqual([...chunk.time].sort((a, b) => a - b));
  });

  it("puts quotes before prints and symbols in their given order within a millisecond", () => {
    const same = tradeLines().map((line, index) =>
      index === 1 ? line.replace("1000,", "0000,") : line,
    );
    day.write(`${DAY}/SPY.trades.csv.gz`, [
      same[0] ?? "",
      `${at("09:30")},100.00,5,N,1`,
      ...same.slice(2),
    ]);
    const { chunk } = loaded({ symbols: ["SPY", "IBM"] });
    expect(events(chunk).slice(0, 3)).toEqual(["0 0 0", "0 0 1", "0 1 0"]);
  });

  it("can be named by its own folder or by a date", () => {
    expect(loaded({ path: `${day.root}/${DAY}` }).source.firstDate).toBe(DAY);
    expect(loaded({ date: DAY }).source.firstDate).toBe(DAY);
  });

  it("lets locked and crossed quotes pass", () => {
    const lines = quoteLines();
    lines[5] = `${at("09:50")},101.00,100,101.00,100`;
    lines[6] = `${at("09:55")},101.00,100,100.00,100`;
    day.write(`${DAY}/IBM.quotes.csv.gz`, lines);
    expect(load().ok).toBe(true);
  });

  it("has earlier days' minutes and days as history, never later ones", () => {
    const minute = (clock: string, date: string): string =>
      `${at(clock, isoDate(date))},10,12,9,11,500`;
    const heading = "time_ms,open,high,low,close,volume";
    day.write("2013-10-07/IBM.bars-1m.csv.gz", [
      heading,
      minute("09:00", "2013-10-07"),
      minute("09:30", "2013-10-07"),
    ]);
    day.write("2013-10-09/IBM.bars-1m.csv.gz", [heading, minute("09:30", "2013-10-09")]);
    day.write("daily/IBM.bars-1d.csv.gz", [
      "date,open,high,low,close,volume",
      "2013-10-04,5,6,4,5.5,100",
      "2013-10-08,1,1,1,1,1",
      "2013-10-09,1,1,1,1,1",
    ]);
    const { history } = loaded().source;
    expect(history.minutes("IBM", isoDate("2013-10-07"))).toHaveLength(2);
    expect(history.minutes("IBM", isoDate("2013-10-09"))).toEqual([]);
    expect(history.days("IBM").map(({ close, volume }) => [close, volume])).toEqual([
      [5_500_000, 100],
      [11_000_000, 500],
    ]);
  });
});

function changed(lines: Lines, line: number, text: string): Lines {
  return lines.map((old, index) => (index === line - 1 ? text : old));
}

const T = at("09:35");

describe("recorded data that are wrong", () => {
  it.each<[string, string, string]>([
    [
      "a broken price",
      `${T},1o0.00,100,100.02,300`,
      'line 3: bid "1o0.00" must be a decimal above 0 and at most 1000000000, with up to 6 decimals',
    ],
    ["a zero price", `${T},0,100,100.02,300`, 'line 3: bid "0" must be a decimal above 0'],
    [
      "a negative price",
      `${T},100.00,100,-100.02,300`,
      'line 3: ask "-100.02" must be a decimal above 0',
    ],
    [
      "a price that is no number",
      `${T},NaN,100,100.02,300`,
      'line 3: bid "NaN" must be a decimal above 0',
    ],
    ["an exponent", `${T},1e2,100,100.02,300`, 'line 3: bid "1e2" must be a decimal above 0'],
    ["an empty price", `${T},,100,100.02,300`, 'line 3: bid "" must be a decimal above 0'],
    [
      "a size of zero",
      `${T},100.00,0,100.02,300`,
      'line 3: bid_size "0" must be a whole number from 1 to 1000000000',
    ],
    [
      "a fraction of a size",
      `${T},100.00,1.5,100.02,300`,
      'line 3: bid_size "1.5" must be a whole number',
    ],
    [
      "too few columns",
      `${T},100.00,100`,
      "has 3 columns, allowed are 5 (time_ms,bid,bid_size,ask,ask_size)",
    ],
    ["too many columns", `${T},100.00,100,100.02,300,9`, "has 6 columns, allowed are 5"],
    ["an empty line", "", 'line 3: "" has 1 columns, allowed are 5'],
    [
      "a time that goes back",
      `${at("09:29")},100.00,100,100.02,300`,
      `line 3: time_ms "${at("09:29")}" must be at least ${at("09:30")}, the time of the line before`,
    ],
    [
      "a time of another day",
      `${at("09:35", isoDate("2013-10-09"))},100.00,100,100.02,300`,
      "must be a time on 2013-10-08 in New York",
    ],
    [
      "a time that is no number",
      "noon,100.00,100,100.02,300",
      'line 3: time_ms "noon" must be a whole number',
    ],
  ])("are refused with file, line and value: %s", (_name, line, sentence) => {
    day.write(`${DAY}/IBM.quotes.csv.gz`, changed(quoteLines(), 3, line));
    const result = load();
    expect(result.ok ? "" : result.error).toContain(`${DAY}/IBM.quotes.csv.gz`);
    expect(result.ok ? "" : result.error).toContain(sentence);
  });

  it.each<[string, string, string]>([
    [
      "an exchange that is no letter",
      `${T},100.00,50,7,1`,
      'line 3: exchange "7" must be one letter from A to Z',
    ],
    [
      "an exchange of two letters",
      `${T},100.00,50,NY,1`,
      'line 3: exchange "NY" must be one letter from A to Z',
    ],
    [
      "conditions that are no flags",
      `${T},100.00,50,N,XYZ`,
      'line 3: conditions "XYZ" must be 1 to 8 hexadecimal digits',
    ],
  ])("are refused for prints too: %s", (_name, line, sentence) => {
    day.write(`${DAY}/IBM.trades.csv.gz`, changed(tradeLines(), 3, line));
    const result = load();
    expect(result.ok ? "" : result.error).toBe(`${DAY}/IBM.trades.csv.gz ${sentence}`);
  });

  it("are refused when a column is missing", () => {
    const lines = quoteLines().map((line) => line.split(",").slice(0, 4).join(","));
    day.write(`${DAY}/IBM.quotes.csv.gz`, lines);
    expect(load()).toEqual({
      ok: false,
      error: `${DAY}/IBM.quotes.csv.gz line 1: columns are "time_ms,bid,bid_size,ask", allowed is "time_ms,bid,bid_size,ask,ask_size"`,
    });
  });

  it("are refused when nothing happens for too long in the session", () => {
    const without = (lines: Lines): Lines => [...lines.slice(0, 10), ...lines.slice(14)];
    day.write(`${DAY}/IBM.quotes.csv.gz`, without(quoteLines()));
    day.write(`${DAY}/IBM.trades.csv.gz`, without(tradeLines()));
    expect(load()).toEqual({
      ok: false,
      error:
        `${DAY}/IBM.quotes.csv.gz line 11: nothing happens for 25 minutes of the regular session ` +
        "after 14:10:01 UTC on 2013-10-08; allowed are 15",
    });
    expect(load({ gapMinutes: 25 }).ok).toBe(true);
  });

  it("are refused when they end before the close", () => {
    day.write(`${DAY}/IBM.quotes.csv.gz`, quoteLines().slice(0, 50));
    day.write(`${DAY}/IBM.trades.csv.gz`, tradeLines().slice(0, 50));
    const result = load();
    expect(result.ok ? "" : result.error).toContain("line 51: nothing happens for 150 minutes");
  });

  it("are refused when the file is no gzip, cut short, empty or missing", () => {
    day.writeBytes(`${DAY}/IBM.quotes.csv.gz`, Buffer.from("plain"));
    const plain = load();
    expect(plain.ok ? "" : plain.error).toContain("IBM.quotes.csv.gz cannot be unpacked");
    day.write(`${DAY}/IBM.quotes.csv.gz`, quoteLines().slice(0, 1));
    const empty = load();
    expect(empty.ok ? "" : empty.error).toContain("has no rows; allowed is one at least");
    day.write(`daily/IBM.bars-1d.csv.gz`, [
      "date,open,high,low,close,volume",
      "2013-10-04,5,4,6,5,1",
    ]);
    day.write(`${DAY}/IBM.quotes.csv.gz`, quoteLines());
    const bars = load();
    expect(bars.ok ? "" : bars.error).toBe(
      'daily/IBM.bars-1d.csv.gz line 2: high "4" must be at least the open',
    );
  });

  it.each<[string, Partial<RecordedChoice>, string]>([
    [
      "an unknown symbol",
      { symbols: ["IBM", "NOPE"] },
      '2013-10-08 has no symbol "NOPE"; there are: IBM, SPY',
    ],
    [
      "an unknown day",
      { date: isoDate("2013-10-10") },
      "has no day 2013-10-10; there are: 2013-10-08",
    ],
    [
      "a folder that is not there",
      { path: "no-such-folder" },
      'recorded data folder "no-such-folder" does not exist',
    ],
  ])("are refused for %s", (_name, chosen, sentence) => {
    const result = load(chosen);
    expect(result.ok ? "" : result.error).toContain(sentence);
  });
});
