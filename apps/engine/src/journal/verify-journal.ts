import { JOURNAL_FORMAT } from "./journal-entry.ts";
import { type HeadReading, newerHeadFault, readHead } from "./recovery/head-file.ts";
import { faultOf, type JournalFault } from "./recovery/journal-fault.ts";
import { journalFolder } from "./recovery/journal-folder.ts";
import { faultAtJoint } from "./recovery/walk-journal.ts";
import { GENESIS } from "./segment/frame.ts";
import { listSegments, type SegmentFile } from "./segment/segment-folder.ts";
import type {
  KnownHash,
  SegmentFindings,
  SegmentTask,
  UnfinishedWrite,
} from "./verify/check-segment.ts";
import { checkSegments, type OnProgress } from "./verify/check-segments.ts";

export type PartResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly fault: JournalFault };

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
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  /** Of the hashes known from elsewhere those that entries have. */
  readonly confirmed: readonly KnownHash[];
  /** The newest head that the journal says was published, and where. */
  readonly claimed: SegmentFindings["claimed"];
  /** Under which names the engine traded, each from its first entry on. */
  readonly names: SegmentFindings["names"];
}

/** What of a journal is checked, and against what. */
export interface VerifyOptions {
  /** Hashes that were published elsewhere. */
  readonly known?: readonly KnownHash[];
  /** Entries to check; whole segments are, so it may be more. Absent: all. */
  readonly range?: { readonly from: number; readonly to: number } | undefined;
  readonly onProgress?: OnProgress;
}

const GOOD: PartResult = { ok: true };
const START: KnownHash = { seq: 0, hash: GENESIS.hash.toString("hex") };

/**
 * Checks a journal, also one that an engine is writing, and goes on behind a fault as far as bytes can be read. Never
 * throws, whatever the folder contains, and leaves the thread free between portions.
 */
export async function verifyJournal(
  dir: string,
  options: VerifyOptions = {},
): Promise<JournalVerification> {
  const verification = new Verification(dir);
  try {
    await verification.run(options);
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
  #first: number | null = null;
  #position: KnownHash = START;
  #entries = 0;
  readonly #confirmed: KnownHash[] = [];
  readonly #names: SegmentFindings["names"][number][] = [];
  #claimed: SegmentFindings["claimed"] = null;

  constructor(dir: string) {
    const folder = journalFolder(dir);
    this.#folder = folder.journal;
    this.#headPath = folder.head;
  }

  async run({ known = [], range, onProgress = () => undefined }: VerifyOptions): Promise<void> {
    // Read before the entries: an engine may be writing, and the log only grows.
    this.#head = readHead(this.#headPath);
    const all = listSegments(this.#folder, JOURNAL_FORMAT.name);
    const chosen = segmentsOf(all, range);
    const wanted = [...known, ...acknowledgedHash(this.#head)].sort((a, b) => a.seq - b.seq);
    const tasks = chosen.map((segment): SegmentTask => {
      const next = all[all.indexOf(segment) + 1];
      const until = next?.firstSeq ?? Number.POSITIVE_INFINITY;
      const own = wanted.filter(({ seq }) => seq >= segment.firstSeq && seq < until);
      const acknowledged = this.#head.kind === "read" ? this.#head.position.seq : null;
      return { segment, isLast: next === undefined, acknowledged, known: own };
    });
    const found = await checkSegments(tasks, onProgress);
    for (const [i, findings] of found.entries()) {
      const segment = chosen[i];
      if (segment === undefined || !this.#join(segment, findings, i > 0 || segment === all[0]))
        return;
    }
    if (chosen.at(-1) === all.at(-1)) this.#checkHead(all.length > 0);
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
      firstSeq: this.#first ?? 0,
      lastSeq: this.#position.seq,
      lastHash: this.#position.hash,
      confirmed: this.#confirmed,
      claimed: this.#claimed,
      names: this.#names,
    };
  }

  /**
   * Takes what was found in the next segment, and holds its beginning against the end of the one before; the first of a
   * range is taken at its word. Returns whether those after it can be judged.
   */
  #join(segment: SegmentFile, findings: SegmentFindings, hasBefore: boolean): boolean {
    const { header, follows, links, content } = findings;
    if (header !== null) this.blameLinks(header);
    else if (follows !== null && hasBefore) this.#checkJoint(segment, follows);
    if (header?.code === "newer_version") return false;
    if (links !== null) this.blameLinks(links);
    this.#content ??= content;
    this.#unfinished ??= findings.unfinished;
    this.#first ??= segment.firstSeq;
    this.#entries += findings.entries;
    if (findings.entries > 0 || header === null) this.#position = findings.last;
    this.#note(findings);
    return true;
  }

  #note({ confirmed, claimed, names }: SegmentFindings): void {
    this.#confirmed.push(...confirmed);
    this.#claimed = claimed ?? this.#claimed;
    for (const name of names)
      if (this.#names.at(-1)?.instance !== name.instance) this.#names.push(name);
  }

  #checkJoint(segment: SegmentFile, { seq, hash }: KnownHash): void {
    const follows = { firstSeq: seq + 1, previousHash: Buffer.from(hash, "hex") };
    const before = { seq: this.#position.seq, hash: Buffer.from(this.#position.hash, "hex") };
    const fault = faultAtJoint(segment, follows, before);
    if (fault !== null) this.blameLinks(fault);
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
      this.#compareHead(head.position.seq, head.position.hash.toString("hex"));
    }
  }

  #compareHead(seq: number, hash: string): void {
    const last = this.#position.seq;
    if (this.#confirmed.some((known) => known.seq === seq && known.hash === hash)) return;
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

/** The segments that hold a range of entries. */
function segmentsOf(
  all: readonly SegmentFile[],
  range: VerifyOptions["range"],
): readonly SegmentFile[] {
  if (range === undefined) return all;
  const first = all.findLastIndex(({ firstSeq }) => firstSeq <= range.from);
  return all.slice(Math.max(first, 0)).filter(({ firstSeq }) => firstSeq <= range.to);
}

function acknowledgedHash(head: HeadReading): readonly KnownHash[] {
  if (head.kind !== "read" || head.position.seq === 0) return [];
  return [{ seq: head.position.seq, hash: head.position.hash.toString("hex") }];
}

function partOf(fault: JournalFault | null): PartResult {
  return fault === null ? GOOD : { ok: false, fault };
}
