import { hash } from "node:crypto";
import { decodeEntry, type JournalEntry } from "../journal-entry.ts";
import type { HeadReading } from "../recovery/head-file.ts";
import type { JournalFault } from "../recovery/journal-fault.ts";
import {
  type BrokenPlace,
  checkHeader,
  faultOfBroken,
  linkFault,
  sequenceFault,
} from "../recovery/walk-journal.ts";
import { GENESIS } from "../segment/frame.ts";
import { nextIntactFrame } from "../segment/find-frames.ts";
import type { SegmentFile } from "../segment/segment-folder.ts";
import { SegmentReader } from "../segment/segment-reader.ts";

/** A place in the chain in a form that goes between threads: the hash in hexadecimal. */
export interface KnownHash {
  readonly seq: number;
  readonly hash: string;
}

/** What is to be checked of one segment. Nothing in it depends on the segments before it. */
export interface SegmentTask {
  readonly segment: SegmentFile;
  readonly isLast: boolean;
  /** The last acknowledged entry; null where no head file says. */
  readonly acknowledged: number | null;
  /** Hashes that entries of this segment must have, by sequence number, rising. */
  readonly known: readonly KnownHash[];
}

/** A write that a crash cut short. Nothing of it was acknowledged; the next start cuts it off. */
export interface UnfinishedWrite {
  readonly afterSeq: number;
  readonly segment: string;
  readonly offset: number;
  readonly sentence: string;
}

/** What was found in one segment. */
export interface SegmentFindings {
  /** What its header says it continues; null when the header is damaged. */
  readonly follows: KnownHash | null;
  readonly header: JournalFault | null;
  readonly links: JournalFault | null;
  readonly content: JournalFault | null;
  readonly unfinished: UnfinishedWrite | null;
  readonly entries: number;
  /** The last intact entry; what the header continues where there is none. */
  readonly last: KnownHash;
  /** Of the known hashes those whose entry is here and has them. */
  readonly confirmed: readonly KnownHash[];
  /** The newest head that the journal itself says was published. */
  readonly claimed: { readonly seq: number; readonly places: readonly string[] } | null;
  /** Under which name the engine went on, and from which entry, whenever a start gave one. */
  readonly names: readonly { readonly seq: number; readonly instance: string }[];
}

const ENTRIES_PER_TURN = 2_000;
const HASH_AT = 12;
const HASH_END = 44;

/**
 * Checks one segment, from its header to its end, and goes on behind a fault as far as bytes can be read. Yields the
 * number of entries now and then, so that a caller can do something else meanwhile. Throws what the system refuses.
 */
export function* checkSegment(task: SegmentTask): Generator<number, SegmentFindings, undefined> {
  const reader = new SegmentReader(task.segment.path);
  try {
    const check = new SegmentCheck(task, reader);
    yield* check.run();
    return check.findings();
  } finally {
    reader.close();
  }
}

class SegmentCheck {
  readonly #task: SegmentTask;
  readonly #reader: SegmentReader;
  #header: JournalFault | null = null;
  #follows: KnownHash | null = null;
  #links: JournalFault | null = null;
  #content: JournalFault | null = null;
  #unfinished: UnfinishedWrite | null = null;
  #seq: number;
  /** One character a byte: strings of this kind are the fastest to make and to compare. */
  #hash = "";
  /** False right behind damage, where the entry before is not known and its successor cannot be judged. */
  #canJudgeLink = false;
  #entries = 0;
  #nextKnown = 0;
  readonly #confirmed: KnownHash[] = [];
  #claimed: SegmentFindings["claimed"] = null;
  readonly #names: SegmentFindings["names"][number][] = [];

  constructor(task: SegmentTask, reader: SegmentReader) {
    this.#task = task;
    this.#reader = reader;
    this.#seq = task.segment.firstSeq - 1;
  }

  *run(): Generator<number, void, undefined> {
    const reader = this.#reader;
    if (!this.#begin()) return;
    for (let read = reader.nextSettled(); read !== "end"; read = reader.nextSettled()) {
      if (read === "frame") {
        this.#entry();
        if (this.#entries % ENTRIES_PER_TURN === 0) yield this.#entries;
        continue;
      }
      const broken: BrokenPlace = {
        segment: this.#task.segment,
        offset: reader.offset,
        seq: this.#seq + 1,
        reason: read,
        inLastSegment: this.#task.isLast,
        until: reader.settledBytes,
      };
      if (!this.#passOver(broken)) return;
    }
  }

  findings(): SegmentFindings {
    return {
      follows: this.#follows,
      header: this.#header,
      links: this.#links,
      content: this.#content,
      unfinished: this.#unfinished,
      entries: this.#entries,
      last: { seq: this.#seq, hash: hexOf(this.#hash) },
      confirmed: this.#confirmed,
      claimed: this.#claimed,
      names: this.#names,
    };
  }

  /** Reads the header; returns whether the entries behind it can be judged. */
  #begin(): boolean {
    const header = checkHeader(this.#reader, this.#task.segment);
    if ("code" in header) {
      this.#header = header;
      return header.code !== "newer_version";
    }
    this.#seq = header.firstSeq - 1;
    this.#hash = header.previousHash.toString("latin1");
    this.#follows = { seq: this.#seq, hash: hexOf(this.#hash) };
    this.#canJudgeLink = true;
    return true;
  }

  #entry(): void {
    const { memory, start, seq } = this.#reader;
    const expected = this.#seq + 1;
    const stored = memory.toString("latin1", start + HASH_AT, start + HASH_END);
    if (seq !== expected) this.#links ??= sequenceFault(this.#place(), seq);
    else if (this.#canJudgeLink && !this.#follow(stored)) this.#links ??= linkFault(this.#place());
    this.#content ??= this.#read(seq);
    this.#seq = seq;
    this.#hash = stored;
    this.#canJudgeLink = true;
    this.#entries += 1;
    this.#compare(seq, stored);
  }

  /** Where the entry stands that is due next. */
  #place() {
    const { offset } = this.#reader;
    return { segment: this.#task.segment.name, offset, seq: this.#seq + 1 };
  }

  /** Tells whether the frame's hash follows from the one before it. Leaves the bytes as they were. */
  #follow(stored: string): boolean {
    const { memory, start, end } = this.#reader;
    memory.write(this.#hash, start + HASH_AT, HASH_END - HASH_AT, "latin1");
    const own = hash("sha256", memory.subarray(start + HASH_AT, end), "binary");
    memory.write(stored, start + HASH_AT, HASH_END - HASH_AT, "latin1");
    return own === stored;
  }

  #read(seq: number): JournalFault | null {
    const entry = decodeEntry<NotedRecord>(this.#reader.text(), seq);
    if (entry.ok) {
      this.#note(entry.value);
      return null;
    }
    const { offset } = this.#reader;
    const { name } = this.#task.segment;
    const sentence = `Entry ${seq} at byte ${offset} of ${name} is damaged: ${entry.error}.`;
    return { code: "damaged_entry", segment: name, offset, seq, sentence };
  }

  #note({ seq, records }: JournalEntry<NotedRecord>): void {
    for (const record of records) {
      if (isHeadRecord(record)) this.#claimed = { seq: record.seq, places: record.places };
      else if (isStart(record) && this.#names.at(-1)?.instance !== record.instance)
        this.#names.push({ seq, instance: record.instance });
    }
  }

  #compare(seq: number, stored: string): void {
    const { known } = this.#task;
    for (let next = known[this.#nextKnown]; next !== undefined && next.seq <= seq; ) {
      if (next.seq === seq && next.hash === hexOf(stored)) this.#confirmed.push(next);
      this.#nextKnown += 1;
      next = known[this.#nextKnown];
    }
  }

  /** Names what stands where an entry should, and moves on to the next intact one; false when there is none. */
  #passOver(broken: BrokenPlace): boolean {
    const { segment, offset, seq } = broken;
    const fault = faultOfBroken(broken, headReading(this.#task.acknowledged));
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
    if (next.seq === seq + 1) this.#seq = seq;
    this.#reader.seek(next.offset);
    return true;
  }
}

/** Of the records only these say something about the journal itself. */
type NotedRecord =
  | null
  | { readonly kind: "head_anchored"; readonly seq: number; readonly places: readonly string[] }
  | { readonly kind: "engine_started"; readonly instance: string };

function isHeadRecord(record: NotedRecord) {
  return record?.kind === "head_anchored";
}

function isStart(record: NotedRecord) {
  return record?.kind === "engine_started";
}

/** Only up to where the log was acknowledged matters here, and not by which hash. */
function headReading(acknowledged: number | null): HeadReading {
  if (acknowledged === null) return { kind: "absent" };
  return { kind: "read", position: { ...GENESIS, seq: acknowledged } };
}

function hexOf(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString("hex");
}
