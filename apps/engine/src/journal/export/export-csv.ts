import { newYorkOffsetMs } from "@interlock/core/market/new-york-time";
import { decodeEntry } from "../journal-entry.ts";
import type { ExportLine } from "./export-line.ts";

/** The first line of the file of records. */
export const CSV_HEAD = "seq,index,at_utc,at_et,kind,record,previous_hash,hash\r\n";

interface AnyRecord {
  readonly kind?: unknown;
}

/** Returns the records of an entry as lines of a spreadsheet, their time in UTC and in New York. */
export function csvLines(line: ExportLine): string {
  const entry = decodeEntry<AnyRecord>(line.entry, line.seq);
  if (!entry.ok) throw new Error(`Entry ${line.seq} cannot be exported: ${entry.error}.`);
  const { time, records } = entry.value;
  const at = new Date(time);
  return records
    .map((record, index) => {
      const kind = typeof record.kind === "string" ? record.kind : "";
      const eastern = new Date(time + newYorkOffsetMs(time)).toISOString().slice(0, 23);
      const texts = [at.toISOString(), eastern.replace("T", " "), kind, JSON.stringify(record)];
      return [line.seq, index, ...[...texts, line.previous, line.hash].map(csvCell)].join(",");
    })
    .map((row) => `${row}\r\n`)
    .join("");
}

/**
 * Returns a text as a cell. One that a spreadsheet could take for a formula gets an apostrophe before it; numbers do
 * not come here, and stay numbers.
 */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}
