import { JOURNAL_FORMAT } from "../../journal/journal-entry.ts";
import { readFrames } from "../../journal/read-journal.ts";
import { JournalFaultError } from "../../journal/recovery/journal-fault.ts";
import { journalFolder } from "../../journal/recovery/journal-folder.ts";
import { readEntry } from "../../journal/recovery/read-entry.ts";
import { listSegments } from "../../journal/segment/segment-folder.ts";
import type { EngineRecord } from "../../record.ts";
import { entryOf, type NoticeMark } from "../../operator/notices/notice-book.ts";
import { type Notice, noticesOf } from "./notice.ts";

/**
 * Reads what notices of the journal say, in its order, out of the segments that hold them and no others. One that
 * cannot be read is told all the same, as what it is: a person then looks at the console.
 */
export function readNotices(dataDir: string, marks: readonly NoticeMark[]): readonly Notice[] {
  const found = new Map<string, Notice>();
  const wanted = [...new Set(marks.map(({ id }) => entryOf(id)))].sort((a, b) => a - b);
  for (const seqs of bySegment(dataDir, wanted))
    for (const notice of noticesIn(dataDir, seqs)) found.set(notice.id, notice);
  return marks.map((mark) => found.get(mark.id) ?? unreadable(mark));
}

/** Groups entries by the segment that they are in. */
function bySegment(dataDir: string, wanted: readonly number[]): readonly (readonly number[])[] {
  const begins = listSegments(journalFolder(dataDir).journal, JOURNAL_FORMAT.name).map(
    ({ firstSeq }) => firstSeq,
  );
  const groups = new Map<number, number[]>();
  for (const seq of wanted) {
    const segment = begins.findLastIndex((firstSeq) => firstSeq <= seq);
    groups.set(segment, [...(groups.get(segment) ?? []), seq]);
  }
  return [...groups.values()];
}

/** Damage ends what is read of a segment; naming it is the audit's part. */
function* noticesIn(dataDir: string, seqs: readonly number[]): Generator<Notice> {
  const wanted = new Set(seqs);
  try {
    for (const reader of readFrames(dataDir, seqs[0] ?? 1)) {
      if (!wanted.delete(reader.seq)) continue;
      const entry = readEntry<EngineRecord>(reader);
      if (!("code" in entry)) yield* noticesOf(entry);
      if (wanted.size === 0) return;
    }
  } catch (error: unknown) {
    if (!(error instanceof JournalFaultError)) throw error;
  }
}

function unreadable({ id, kind }: NoticeMark): Notice {
  return {
    id,
    kind,
    at: null,
    title: "A notice that cannot be read",
    text: `Entry ${entryOf(id)} of the journal holds a notice that was not delivered, and it cannot be read. Open the console, and verify the journal on the page Audit.`,
  };
}
