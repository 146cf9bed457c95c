import { journalFolder } from "../../journal/recovery/journal-folder.ts";
import { JOURNAL_FORMAT } from "../../journal/journal-entry.ts";
import { readEntry } from "../../journal/recovery/read-entry.ts";
import { frameHash } from "../../journal/segment/frame.ts";
import { listSegments, type SegmentFile } from "../../journal/segment/segment-folder.ts";
import { SEGMENT_HEADER_BYTES } from "../../journal/segment/segment-header.ts";
import { SegmentReader } from "../../journal/segment/segment-reader.ts";
import type { ChainedEntry } from "../project/rows-of-entry.ts";
import type { EngineRecord } from "../../record.ts";

/** Where entries stand in a segment: the first, and every so many after it. */
interface SegmentIndex {
  readonly offsets: number[];
  /** Entry after which nothing is known yet, and the offset behind it. */
  seq: number;
  offset: number;
}

const EVERY = 128;
const SEGMENTS_KEPT = 64;

/**
 * Finds single entries of the journal by their number, for whom a look at some rows must not cost a walk through the
 * log: of each segment it remembers where some of its entries stand.
 */
export class EntryFinder {
  readonly #dataDir: string;
  readonly #indexes = new Map<string, SegmentIndex>();

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
  }

  /** Returns an entry with its place in the chain; null when the journal has none of that number that can be read. */
  find(seq: number): ChainedEntry | null {
    const { journal } = journalFolder(this.#dataDir);
    const holder = listSegments(journal, JOURNAL_FORMAT.name).findLast(
      ({ firstSeq }) => firstSeq <= seq,
    );
    if (holder === undefined) return null;
    const reader = new SegmentReader(holder.path);
    try {
      return this.#read(reader, holder, seq);
    } finally {
      reader.close();
    }
  }

  #read(reader: SegmentReader, segment: SegmentFile, seq: number): ChainedEntry | null {
    const header = reader.header();
    if (!header.ok) return null;
    const index = this.#indexOf(segment);
    const { firstSeq } = segment;
    // The entry before it has the hash that it follows.
    const from = Math.max(firstSeq, seq - 1);
    if (!extend(reader, index, { firstSeq, until: from })) return null;
    reader.seek(index.offsets[Math.floor((from - firstSeq) / EVERY)] ?? SEGMENT_HEADER_BYTES);
    let previousHash = header.value.previousHash.toString("hex");
    while (reader.next() === "frame" && reader.seq <= seq) {
      const hash = frameHash(reader).toString("hex");
      if (reader.seq === seq) return chained(reader, hash, seq === 1 ? "" : previousHash);
      previousHash = hash;
    }
    return null;
  }

  #indexOf(segment: SegmentFile): SegmentIndex {
    const known = this.#indexes.get(segment.name);
    if (known !== undefined) return known;
    const [oldest] = this.#indexes.keys();
    if (this.#indexes.size >= SEGMENTS_KEPT && oldest !== undefined) this.#indexes.delete(oldest);
    const seq = segment.firstSeq - 1;
    const made: SegmentIndex = { offsets: [], seq, offset: SEGMENT_HEADER_BYTES };
    this.#indexes.set(segment.name, made);
    return made;
  }
}

function chained(reader: SegmentReader, hash: string, previousHash: string): ChainedEntry | null {
  const entry = readEntry<EngineRecord>(reader);
  return "code" in entry ? null : { entry, hash, previousHash };
}

/** Brings an index up to an entry; false when the segment cannot be read so far. */
function extend(
  reader: SegmentReader,
  index: SegmentIndex,
  { firstSeq, until }: { readonly firstSeq: number; readonly until: number },
): boolean {
  if (index.seq >= until) return true;
  reader.seek(index.offset);
  while (index.seq < until) {
    if (reader.next() !== "frame" || reader.seq !== index.seq + 1) return false;
    if ((reader.seq - firstSeq) % EVERY === 0) index.offsets.push(reader.offset);
    index.seq = reader.seq;
    index.offset = reader.endOffset;
  }
  return true;
}
