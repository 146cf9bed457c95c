import { setImmediate as nextTurn } from "node:timers/promises";
import { JOURNAL_FORMAT } from "./journal-entry.ts";
import { type HeadReading, newerHeadFault, readHead } from "./recovery/head-file.ts";
import { faultOf, type JournalFault } from "./recovery/journal-fault.ts";
import { journalFolder } from "./recovery/journal-folder.ts";
import { readEntry } from "./recovery/read-entry.ts";
import {
  type BrokenPlace,
  checkHeader,
  faultAtJoint,
  faultOfBroken,
  linkFault,
  sequenceFault,
} from "./recovery/walk-journal.ts";
import { nextIntactFrame } from "./segment/find-frames.ts";
import { type ChainPosition, followsFrom, frameHash, GENESIS } from "./segment/frame.ts";
import { listSegments, type SegmentFile } from "./segment/segment-folder.ts";
import { SegmentReader } from "./segment/segment-reader.ts";

export type PartResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly fault: JournalFault };

/** A write that a crash cut short. Nothing of it was acknowledged; the next start cuts it off. */
export interface UnfinishedWrite {
  readonly afterSeq: number;
  readonly segment: string;
  readonly offset: number;
  readonly sentence: string;
}

export interface JournalVerification {
  readonly ok: boolean;
  /** Every entry follows from the one before it, across segments, and none is missing or comes twice. */
  readonly links: PartResult;
  /** Every entry's bytes are what its checksum says, and are an entry. */
  readonly content: PartResult;
  /** The log reaches, unchanged, the last entry that was acknowledged. */
  readonly head: PartResult;
  /** The fault with the lowest sequence number. */
  readonly firstFault: JournalFault | null;
  readonly unfinished: UnfinishedWrite | null;
  /**
   * Intact entries, the last of them, and its hash in hexadecimal: to be compared with one published
   * elsewhere.
   */
  readonly entries: number;
  readonly lastSeq: number;
  readonly lastHash: string;
}

const ENTRIES_PER_TURN = 2_000;
const GOOD: PartResult = { ok: true };

/**
 * Checks a whole journal, also one that an engine is writing, and goes on behind a fault as far as
 * bytes can be read. Never throws, whatever the folder contains, and leaves the thread free between
 * portions.
 */
export async function verifyJournal(dir: string): Promise<JournalVerification> {
  const verification = new Verification(dir);
  try {
    await verification.run();
  } catch (error: unknown) {
    verification.blameLinks(faultOf(error, dir));
  }
  return verification.result();
}

class Verification {
  readonly #folder: string;
  readonly #headPath: string;
  #head: HeadReading = { kind: "absent" };
  #links: JournalFault | null = null;
  #content: JournalFault | null = null;
  #headFault: JournalFault | null = null;
  #unfinished: UnfinishedWrite | null = null;
  #position: ChainPosition = GENESIS;
  #hashAtHead: Buffer | null = null;
  /** False right behind damage, where the entry before is not known and its successor cannot be judged. */
  #canJudgeLink = true;
  #entries = 0;

  constructor(dir: string) {
    const folder = journalFolder(dir);
    this.#folder = folder.journal;
    this.#headPath = folder.head;
  }

  async run(): Promise<void> {
    // Read before the entries: an engine may be writing, and the log only grows.
    this.#head = readHead(this.#headPath);
    const segments = listSegments(this.#folder, JOURNAL_FORMAT.name);
    for (const [i, segment] of segments.entries()) {
      const goesOn = await this.#segment(segment, i === segments.length - 1);
      if (!goesOn) break;
    }
    this.#checkHead(segments.length > 0);
  }

  blameLinks(fault: JournalFault): void {
    this.#links ??= fault;
  }

  result(): JournalVerification {
    const faults = [this.#content, this.#links, this.#headFault].filter((fault) => fault !== null);
    const firstFault = faults.sort((a, b) => a.seq - b.seq)[0] ?? null;
    return {
      ok: firstFault === null,
      links: partOf(this.#links),
      content: partOf(this.#content),
      head: partOf(this.#headFault),
      firstFault,
      unfinished: this.#unfinished,
      entries: this.#entries,
      lastSeq: this.#position.seq,
      lastHash: this.#position.hash.toString("hex"),
    };
  }

  /** Checks one segment; returns whether those after it can be judged. */
  async #segment(segment: SegmentFile, isLast: boolean): Promise<boolean> {
    const reader = new SegmentReader(segment.path);
    try {
      const header = checkHeader(reader, segment);
      const fault = "code" in header ? header : faultAtJoint(segment, header, this.#position);
      if (fault !== null) this.blameLinks(fault);
      if (fault?.code === "newer_version") return false;
      await this.#entriesOf(reader, segment, isLast);
      return true;
    } finally {
      reader.close();
    }
  }

  async #entriesOf(reader: SegmentReader, segment: SegmentFile, isLast: boolean): Promise<void> {
    for (let read = reader.nextSettled(); read !== "end"; read = reader.nextSettled()) {
      if (read === "frame") {
        this.#entry(reader, segment);
        if (this.#entries % ENTRIES_PER_TURN === 0) await nextTurn();
        continue;
      }
      const broken: BrokenPlace = {
        segment,
        offset: reader.offset,
        seq: this.#position.seq + 1,
        reason: read,
        inLastSegment: isLast,
        until: reader.settledBytes,
      };
      if (!this.#passOver(broken, reader)) return;
    }
  }

  #entry(reader: SegmentReader, { name }: SegmentFile): void {
    const { seq, offset } = reader;
    const place = { segment: name, offset, seq: this.#position.seq + 1 };
    if (seq !== place.seq) this.blameLinks(sequenceFault(place, seq));
    else if (this.#canJudgeLink && !followsFrom(reader, this.#position.hash))
      this.blameLinks(linkFault(place));
    const entry = readEntry(reader);
    if ("code" in entry) this.#content ??= entry;
    this.#position = { seq, hash: frameHash(reader) };
    this.#canJudgeLink = true;
    this.#entries += 1;
    if (this.#head.kind === "read" && seq === this.#head.position.seq)
      this.#hashAtHead = this.#position.hash;
  }

  /**
   * Names what stands where an entry should, and moves on to the next intact one; returns false when
   * there is none.
   */
  #passOver(broken: BrokenPlace, reader: SegmentReader): boolean {
    const { segment, offset, seq } = broken;
    const fault = faultOfBroken(broken, this.#head);
    if (fault === null) {
      const sentence = `Incomplete write after entry ${seq - 1} at byte ${offset} of ${segment.name}: never acknowledged, dropped at the next start.`;
      this.#unfinished = { afterSeq: seq - 1, segment: segment.name, offset, sentence };
      return false;
    }
    this.#content ??= fault;
    this.#canJudgeLink = false;
    const behind = { path: segment.path, from: offset + 1, until: broken.until };
    const next = nextIntactFrame(behind, seq);
    if (next === null) return false;
    // The damaged entry is accounted for; more than it missing is a fault of its own.
    if (next.seq === seq + 1) this.#position = { seq, hash: this.#position.hash };
    reader.seek(next.offset);
    return true;
  }

  #checkHead(hasSegments: boolean): void {
    const place = { segment: "head", offset: 0, seq: this.#position.seq + 1 };
    const head = this.#head;
    if (head.kind === "newer") {
      this.#headFault = newerHeadFault(head.version);
    } else if (head.kind === "damaged") {
      const sentence =
        "The head file is damaged: whether the log's end was cut off cannot be told.";
      this.#headFault = { ...place, code: "damaged_head", sentence };
    } else if (head.kind === "absent" && hasSegments) {
      const sentence =
        "The head file is missing: whether the log's end was cut off cannot be told.";
      this.#headFault = { ...place, code: "damaged_head", sentence };
    } else if (head.kind === "read" && head.position.seq > 0) {
      this.#compareHead(head.position);
    }
  }

  #compareHead(acknowledged: ChainPosition): void {
    const last = this.#position.seq;
    if (this.#hashAtHead?.equals(acknowledged.hash) === true) return;
    const { seq } = acknowledged;
    if (seq > last) {
      const sentence = `Entry ${seq} was acknowledged, but the log ends with entry ${last}: ${seq - last} entries are missing at its end.`;
      const place = { segment: "head", offset: 0, seq: last + 1 };
      this.#headFault = { ...place, code: "cut_tail", sentence };
      return;
    }
    const sentence = `Entry ${seq} is not the one that was acknowledged: the log was rewritten, or the entry is damaged.`;
    this.#headFault = { segment: "head", offset: 0, seq, code: "broken_link", sentence };
  }
}

function partOf(fault: JournalFault | null): PartResult {
  return fault === null ? GOOD : { ok: false, fault };
}
