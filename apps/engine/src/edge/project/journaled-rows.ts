import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import { readEntry } from "../../journal/recovery/read-entry.ts";
import { readFrames } from "../../journal/read-journal.ts";
import { frameHash } from "../../journal/segment/frame.ts";
import type { EngineRecord } from "../../record.ts";
import { initialState } from "../../state.ts";
import { type GatheredRows, noRows, projectEntry } from "./rows-of-entry.ts";

/** What the projector makes of one entry of the journal. */
export interface JournaledRows {
  readonly seq: number;
  readonly rows: GatheredRows;
}

/** Reads a whole journal for the rows that it makes, entry by entry. Throws JournalFaultError on damage. */
export function* journaledRows(dataDir: string): Generator<JournaledRows> {
  const state = initialState();
  let previousHash = "";
  for (const frame of readFrames(dataDir, 1)) {
    const hash = frameHash(frame).toString("hex");
    const entry = readEntry<EngineRecord>(frame);
    if ("code" in entry) throw new JournalFaultError(entry);
    const rows = noRows();
    projectEntry(state, { entry, hash, previousHash }, rows);
    yield { seq: entry.seq, rows };
    previousHash = hash;
  }
}
