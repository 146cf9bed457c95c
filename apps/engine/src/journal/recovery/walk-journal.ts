import { JOURNAL_FORMAT } from "../journal-entry.ts";
import { laterGroupExists, nextIntactFrame } from "../segment/find-frames.ts";
import { type ChainPosition, followsFrom, frameHash, GENESIS } from "../segment/frame.ts";
import { listSegments, type SegmentFile } from "../segment/segment-folder.ts";
import { LAYOUT_VERSION, type SegmentHeader } from "../segment/segment-header.ts";
import { BROKEN_FRAME, SegmentReader } from "../segment/segment-reader.ts";
import type { HeadReading } from "./head-file.ts";
import type { JournalFault, JournalFaultCode } from "./journal-fault.ts";

export interface WalkOptions {
  /** Entries after this one are yielded. */
  readonly afterSeq: number;
  /** Whether each yielded entry's hash is computed, or only its checksum. */
  readonly links: boolean;
  /** Hashes known from elsewhere: entries with these sequence numbers must have them. */
  readonly known: readonly ChainPosition[];
}

/** Bytes that are no entry: an unfinished write or damage, which `faultOfBroken` tells apart. */
export interface BrokenPlace {
  readonly segment: SegmentFile;
  readonly offset: number;
  /** The entry expected there. */
  readonly seq: number;
  readonly reason: keyof typeof BROKEN_FRAME;
  readonly inLastSegment: boolean;
  /** Size of the file as far as it can be judged: an engine may be writing. */
  readonly until: number;
}

/** How far a walk came, and what ended it before the end of the log. */
export interface WalkEnd {
  readonly position: ChainPosition;
  /** Last segment reached, the version of its entries, and the offset behind its last good entry. */
  readonly tail: {
    readonly segment: SegmentFile;
    readonly version: number;
    readonly bytes: number;
  } | null;
  /** Where the last good entry stands. */
  readonly lastEntryAt: { readonly path: string; readonly offset: number } | null;
  readonly fault: JournalFault | null;
  readonly broken: BrokenPlace | null;
}

/**
 * Walks a journal's entries in order, from the segment that holds entry `afterSeq`, and stops at the
 * first thing that is not as it must be. `entries` yields the reader, positioned at each entry;
 * afterwards `end` says how far it came.
 */
export class JournalWalk {
  readonly #folder: string;
  readonly #options: WalkOptions;
  #position: ChainPosition = GENESIS;
  #tail: WalkEnd["tail"] = null;
  #lastEntryAt: WalkEnd["lastEntryAt"] = null;
  #fault: JournalFault | null = null;
  #broken: BrokenPlace | null = null;

  constructor(folder: string, options: WalkOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  get end(): WalkEnd {
    return {
      position: this.#position,
      tail: this.#tail,
      lastEntryAt: this.#lastEntryAt,
      fault: this.#fault,
      broken: this.#broken,
    };
  }

  *entries(): Generator<SegmentReader, void, undefined> {
    const segments = listSegments(this.#folder, JOURNAL_FORMAT.name);
    const wanted = Math.max(this.#options.afterSeq, 1);
    const first = Math.max(
      0,
      segments.findLastIndex((segment) => segment.firstSeq <= wanted),
    );
    for (const [i, segment] of segments.entries()) {
      if (i < first) continue;
      const reader = new SegmentReader(segment.path);
      try {
        if (!this.#begin(reader, segment, i === first && first > 0)) return;
        const isWhole = yield* this.#segment(reader, segment, i === segments.length - 1);
        if (!isWhole) return;
      } finally {
        reader.close();
      }
    }
  }

  /** Checks a segment's header. `trusted` takes its word for what came before. */
  #begin(reader: SegmentReader, segment: SegmentFile, trusted: boolean): boolean {
    const header = checkHeader(reader, segment);
    if ("code" in header) return this.#stop(header);
    if (trusted) this.#position = { seq: header.firstSeq - 1, hash: header.previousHash };
    const fault = faultAtJoint(segment, header, this.#position);
    if (fault !== null) return this.#stop(fault);
    this.#tail = { segment, version: header.format.version, bytes: reader.endOffset };
    return true;
  }

  *#segment(
    reader: SegmentReader,
    segment: SegmentFile,
    inLastSegment: boolean,
  ): Generator<SegmentReader, boolean, undefined> {
    for (let read = reader.nextSettled(); read !== "end"; read = reader.nextSettled()) {
      const { offset } = reader;
      const seq = this.#position.seq + 1;
      if (read !== "frame") {
        const until = reader.settledBytes;
        this.#broken = { segment, offset, seq, reason: read, inLastSegment, until };
        return false;
      }
      const wrong = this.#faultOfEntry(reader, segment);
      if (wrong !== null) return this.#stop(wrong);
      this.#position = { seq, hash: frameHash(reader) };
      this.#tail = { segment, version: this.#tail?.version ?? 0, bytes: reader.endOffset };
      this.#lastEntryAt = { path: segment.path, offset };
      if (seq > this.#options.afterSeq) yield reader;
    }
    return true;
  }

  #stop(fault: JournalFault): false {
    this.#fault = fault;
    return false;
  }

  #faultOfEntry(reader: SegmentReader, { name }: SegmentFile): JournalFault | null {
    const { offset, seq } = reader;
    const expected = this.#position.seq + 1;
    const place = { segment: name, offset, seq: expected };
    if (seq !== expected) return sequenceFault(place, seq);
    const { links, afterSeq, known } = this.#options;
    if (links && seq > afterSeq && !followsFrom(reader, this.#position.hash))
      return linkFault(place);
    const wanted = known.find((position) => position.seq === seq);
    if (wanted === undefined || wanted.hash.equals(frameHash(reader))) return null;
    const sentence = `Entry ${seq} at byte ${offset} of ${name} is not the entry ${seq} that was acknowledged: the log was replaced or rewritten.`;
    return { ...place, code: "broken_link", sentence };
  }
}

/** The place of a fault. */
interface Place {
  readonly segment: string;
  readonly offset: number;
  readonly seq: number;
}

/** The fault of an entry that carries `found` where another sequence number is due. */
export function sequenceFault(place: Place, found: number): JournalFault {
  const { segment, offset, seq } = place;
  const where = `at byte ${offset} of ${segment}`;
  const sentence =
    found > seq
      ? `Entries ${seq} to ${found - 1} are missing: entry ${found} stands ${where}.`
      : `Entry ${found} stands ${where}, where entry ${seq} must follow.`;
  return { ...place, code: "missing_entries", sentence };
}

/** The fault of an entry whose hash does not follow from the one before it. */
export function linkFault(place: Place): JournalFault {
  const { segment, offset, seq } = place;
  const sentence = `Entry ${seq} at byte ${offset} of ${segment} does not follow from entry ${seq - 1}: one of the two was changed.`;
  return { ...place, code: "broken_link", sentence };
}

/** Reads a segment's header, or says what is wrong with it. */
export function checkHeader(
  reader: SegmentReader,
  segment: SegmentFile,
): SegmentHeader | JournalFault {
  const { name, firstSeq } = segment;
  const faultWith = (code: JournalFaultCode, sentence: string): JournalFault => {
    return { code, segment: name, offset: 0, seq: firstSeq, sentence };
  };
  const header = reader.header();
  if (!header.ok) return faultWith("damaged_header", `In segment ${name} ${header.error}.`);
  const { format, layout } = header.value;
  if (layout > LAYOUT_VERSION || format.version > JOURNAL_FORMAT.version) {
    const versions = `layout ${layout}, entries ${format.version}`;
    const ours = `layout ${LAYOUT_VERSION}, entries ${JOURNAL_FORMAT.version}`;
    const sentence = `Segment ${name} was written by a newer version of Interlock (${versions}; this one reads up to ${ours}).`;
    return faultWith("newer_version", sentence);
  }
  if (format.name !== JOURNAL_FORMAT.name)
    return faultWith("damaged_header", `Segment ${name} belongs to a log called "${format.name}".`);
  if (header.value.firstSeq === firstSeq) return header.value;
  const sentence = `Segment ${name} says that it begins with entry ${header.value.firstSeq}: it was renamed or replaced.`;
  return faultWith("broken_link", sentence);
}

/** Checks that a segment continues exactly where the one before it ended. */
export function faultAtJoint(
  { name }: SegmentFile,
  header: Pick<SegmentHeader, "firstSeq" | "previousHash">,
  before: ChainPosition,
): JournalFault | null {
  const place = { segment: name, offset: 0, seq: before.seq + 1 };
  if (header.firstSeq !== before.seq + 1) return sequenceFault(place, header.firstSeq);
  if (header.previousHash.equals(before.hash)) return null;
  const sentence = `Segment ${name} does not follow from entry ${before.seq}: the entry or the segment was changed or replaced.`;
  return { ...place, code: "broken_link", sentence };
}

/**
 * Tells damage from the unfinished write of a crash. Null means unfinished: nothing there was ever
 * acknowledged. It is damage when a later segment or commit group exists, for it was begun only after
 * these bytes were on disk, or when the head file says that the entry was acknowledged.
 */
export function faultOfBroken(broken: BrokenPlace, head: HeadReading): JournalFault | null {
  const { segment, offset, seq, reason, inLastSegment } = broken;
  const behind = { path: segment.path, from: offset + 1, until: broken.until };
  const place = { segment: segment.name, offset, seq };
  const acknowledged = head.kind === "read" && head.position.seq >= seq;
  const endsInside = reason === "cut_short" && nextIntactFrame(behind, seq) === null;
  if (acknowledged && endsInside) {
    const sentence = `The log ends inside entry ${seq} at byte ${offset} of ${segment.name}, but entries up to ${head.position.seq} were acknowledged: its tail was cut off.`;
    return { ...place, code: "cut_tail", sentence };
  }
  const isUnfinished = inLastSegment && !acknowledged && !laterGroupExists(behind, seq);
  if (isUnfinished) return null;
  const sentence = `Entry ${seq} at byte ${offset} of ${segment.name} is damaged: ${BROKEN_FRAME[reason]}.`;
  return { ...place, code: "damaged_entry", sentence };
}

/** The fault of a log that ends before an acknowledged entry, null when it does not. */
export function faultOfTail(
  end: WalkEnd,
  acknowledged: ChainPosition,
  source: string,
): JournalFault | null {
  if (end.position.seq >= acknowledged.seq) return null;
  const last = end.position.seq;
  const sentence = `The log ends with entry ${last}, but ${source} knows entry ${acknowledged.seq}: ${acknowledged.seq - last} acknowledged entries are missing.`;
  const segment = end.tail?.segment.name ?? "journal";
  return { code: "cut_tail", segment, offset: end.tail?.bytes ?? 0, seq: last + 1, sentence };
}
