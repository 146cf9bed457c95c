import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { at, DAY } from "./open-venue.ts";

/** Lines of a CSV by number; the heading is line 1. */
export type Lines = string[];

const STEP_MS = 300_000;

/** A folder of recorded data for tests: a whole small day of IBM and SPY, an event of each every five minutes. */
export class RecordedDay {
  readonly root = mkdtempSync(join(tmpdir(), "recorded-day-"));

  /** Writes the day. */
  constructor() {
    for (const symbol of ["IBM", "SPY"]) {
      this.write(`${DAY}/${symbol}.quotes.csv.gz`, quoteLines());
      this.write(`${DAY}/${symbol}.trades.csv.gz`, tradeLines());
    }
  }

  /** Writes a compressed file below the folder. */
  write(name: string, lines: Lines): void {
    this.writeBytes(name, gzipSync(`${lines.join("\n")}\n`));
  }

  /** Writes a file as it is. */
  writeBytes(name: string, bytes: Uint8Array): void {
    const file = join(this.root, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Returns the lines of a day of quotes, 09:30 to 16:00; the bid climbs a cent a line from 100.00. */
export function quoteLines(): Lines {
  const lines = ["time_ms,bid,bid_size,ask,ask_size"];
  for (let time = at("09:30"); time < at("16:00"); time += STEP_MS) {
    const bid = 10_000 + lines.length;
    lines.push(`${time},${cents(bid)},${100 * lines.length},${cents(bid + 2)},300`);
  }
  return lines;
}

/** Returns the lines of a day of prints, each a second after a quote, at its bid. */
export function tradeLines(): Lines {
  const lines = ["time_ms,price,size,exchange,conditions"];
  for (let time = at("09:30:01"); time < at("16:00"); time += STEP_MS) {
    lines.push(`${time},${cents(10_000 + lines.length)},50,N,1`);
  }
  return lines;
}

function cents(value: number): string {
  return (value / 100).toFixed(2);
}
