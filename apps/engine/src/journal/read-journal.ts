import type { JournalEntry } from "./journal-entry.ts";
import { newerHeadFault, readHead } from "./recovery/head-file.ts";
import { JournalFaultError } from "./recovery/journal-fault.ts";
import { journalFolder } from "./recovery/journal-folder.ts";
import { readEntry } from "./recovery/read-entry.ts";
import { faultOfBroken, faultOfTail, JournalWalk } from "./recovery/walk-journal.ts";
import type { SegmentReader } from "./segment/segment-reader.ts";

/**
 * Reads the frames of entry `fromSeq` and after, in order, without decoding them: the reader is valid
 * until the next step. Checksums and sequence are checked, hashes are not. Ends before an unfinished
 * write; throws JournalFaultError on damage and on a cut tail.
 */
export function* readFrames(dir: string, fromSeq: number): Generator<SegmentReader> {
  const folder = journalFolder(dir);
  const head = readHead(folder.head);
  if (head.kind === "newer") throw new JournalFaultError(newerHeadFault(head.version));
  const walk = new JournalWalk(folder.journal, { afterSeq: fromSeq - 1, links: false, known: [] });
  yield* walk.entries();
  const { end } = walk;
  const fault =
    end.fault ??
    (end.broken === null ? null : faultOfBroken(end.broken, head)) ??
    (head.kind === "read" ? faultOfTail(end, head.position, "the head file") : null);
  if (fault !== null) throw new JournalFaultError(fault);
}

/** Reads the entries from `fromSeq` on, in order, as `readFrames` does. */
export function* readJournal<R>(dir: string, fromSeq: number): Generator<JournalEntry<R>> {
  for (const reader of readFrames(dir, fromSeq)) {
    const entry = readEntry<R>(reader);
    if ("code" in entry) throw new JournalFaultError(entry);
    yield entry;
  }
}
