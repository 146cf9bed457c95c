import { journalFolder } from "../recovery/journal-folder.ts";
import { JOURNAL_FORMAT } from "../journal-entry.ts";
import { frameHash } from "../segment/frame.ts";
import { listSegments } from "../segment/segment-folder.ts";
import { SegmentReader } from "../segment/segment-reader.ts";

/** Returns the name of a folder's journal: the hash of its first entry. Null while it has none that can be read. */
export function journalName(dir: string): string | null {
  const [first] = listSegments(journalFolder(dir).journal, JOURNAL_FORMAT.name);
  if (first === undefined || first.firstSeq !== 1) return null;
  const reader = new SegmentReader(first.path);
  try {
    return reader.next() === "frame" ? frameHash(reader).toString("hex") : null;
  } finally {
    reader.close();
  }
}
