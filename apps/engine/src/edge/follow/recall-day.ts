import { JOURNAL_FORMAT } from "../../journal/journal-entry.ts";
import { readJournal } from "../../journal/read-journal.ts";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import { journalFolder } from "../../journal/recovery/journal-folder.ts";
import { listSegments } from "../../journal/segment/segment-folder.ts";
import type { EngineRecord } from "../../record.ts";
import type { EdgeBook } from "./edge-book.ts";

/** Segments read back at most: of a day that fills more, consoles show the later part; the database has all. */
const SEGMENTS_READ = 2;

/**
 * Gives a book that begins with a snapshot what the journal has of the same day from before it, so that a restart cuts
 * neither the day's curve nor its orders and fills. The state is the snapshot's already: this is what consoles want
 * besides, and a fault so far back, which the audit finds, must not keep the edge from its work.
 */
export function recallDay(dataDir: string, book: EdgeBook): void {
  const { journalSeq } = book.state;
  const segments = listSegments(journalFolder(dataDir).journal, JOURNAL_FORMAT.name);
  const earlier = segments.filter(({ firstSeq }) => firstSeq <= journalSeq);
  const from = earlier.slice(-SEGMENTS_READ)[0]?.firstSeq;
  if (from === undefined) return;
  try {
    for (const entry of readJournal<EngineRecord>(dataDir, from)) {
      if (entry.seq > journalSeq) return;
      book.recall(entry);
    }
  } catch (error: unknown) {
    if (!(error instanceof JournalFaultError)) throw error;
  }
}
