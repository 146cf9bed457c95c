import { basename } from "node:path";
import { decodeEntry, type JournalEntry } from "../journal-entry.ts";
import type { SegmentReader } from "../segment/segment-reader.ts";
import type { JournalFault } from "./journal-fault.ts";

/** Decodes the entry at which a reader stands. */
export function readEntry<R>(reader: SegmentReader): JournalEntry<R> | JournalFault {
  const { seq, offset } = reader;
  const entry = decodeEntry<R>(reader.text(), seq);
  if (entry.ok) return entry.value;
  const segment = basename(reader.path);
  const sentence = `Entry ${seq} at byte ${offset} of ${segment} is damaged: ${entry.error}.`;
  return { code: "damaged_entry", segment, offset, seq, sentence };
}
