import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { UnixMs } from "@interlock/core/time";
import { JOURNAL_FORMAT, type JournalEntry } from "../journal-entry.ts";
import { cutFile, overwrite, syncFolderOf } from "../segment/cut-file.ts";
import { type ChainPosition, GENESIS } from "../segment/frame.ts";
import { removeUnfinished } from "../segment/segment-folder.ts";
import { SegmentReader } from "../segment/segment-reader.ts";
import { type HeadReading, newerHeadFault, readHead, writeHeadDurably } from "./head-file.ts";
import { faultOf, type JournalFault, JournalFaultError } from "./journal-fault.ts";
import type { JournalFolder } from "./journal-folder.ts";
import { readEntry } from "./read-entry.ts";
import {
  type BrokenPlace,
  faultOfBroken,
  faultOfTail,
  JournalWalk,
  type WalkEnd,
} from "./walk-journal.ts";

export interface OpenJournalOptions<R> {
  readonly folder: JournalFolder;
  /** Entry whose state the caller holds, null to begin with the first. The chain is checked from there. */
  readonly after: ChainPosition | null;
  /** Check the chain from the first entry all the same. */
  readonly checkWhole: boolean;
  /** Given each entry after `after` while the chain is checked, so that the log is read once. */
  readonly onEntry: (entry: JournalEntry<R>) => void;
}

/** What the next start does with an unfinished write: it is cut off, and its bytes are kept. */
export interface CutTail {
  readonly segment: string;
  readonly offset: number;
  readonly bytes: number;
  readonly savedAs: string;
}

/** A journal that is whole: where it ends, and what opening it had to do. */
export interface OpenedJournal {
  readonly position: ChainPosition;
  /** Segment to go on in; null when there is none, or when an older version of the program wrote it. */
  readonly tail: { readonly path: string; readonly bytes: number } | null;
  /** Input and time of the last entry; 0 when there is none. */
  readonly lastInput: number;
  readonly lastTime: UnixMs;
  readonly cut: CutTail | null;
  /**
   * False when the head file was absent or damaged: a tail cut off before this start could not have
   * been seen.
   */
  readonly headWasGood: boolean;
}

export type OpenJournalOutcome =
  | { readonly ok: true; readonly journal: OpenedJournal }
  | { readonly ok: false; readonly fault: JournalFault };

/**
 * Checks the journal and makes its end fit to append to. Run with the folder locked. An unfinished
 * write at the end is cut off; damage anywhere else is refused and named, and nothing is changed then.
 */
export function openJournal<R>(options: OpenJournalOptions<R>): OpenJournalOutcome {
  const { folder, after } = options;
  try {
    mkdirSync(folder.journal, { recursive: true, mode: 0o700 });
    const head = readHead(folder.head);
    const checked = check(options, head);
    if ("code" in checked) return { ok: false, fault: checked };
    const { end, unacknowledged } = checked;
    const fault =
      (end.broken === null ? null : faultOfBroken(end.broken, head)) ??
      (head.kind === "read" ? faultOfTail(end, head.position, "the head file") : null) ??
      (after === null ? null : faultOfTail(end, after, "the snapshot"));
    if (fault !== null) return { ok: false, fault };
    removeUnfinished(folder.journal);
    const cut = end.broken === null ? null : cutOff(end.broken, folder.damaged);
    makeDurable(end, unacknowledged);
    writeHeadDurably(folder.head, end.position);
    syncFolderOf(folder.head);
    return { ok: true, journal: describe<R>(end, cut, head) };
  } catch (error: unknown) {
    // What the operating system refuses is a fault of the journal's; anything else is one of the program's.
    if (!(error instanceof Error && "code" in error)) throw error;
    return { ok: false, fault: faultOf(error, folder.journal) };
  }
}

interface Checked {
  readonly end: WalkEnd;
  /** Where in each segment the entries begin that the head file does not vouch for. */
  readonly unacknowledged: ReadonlyMap<string, number>;
}

function check<R>(options: OpenJournalOptions<R>, head: HeadReading): Checked | JournalFault {
  if (head.kind === "newer") return newerHeadFault(head.version);
  const { folder, after, checkWhole, onEntry } = options;
  const afterSeq = after?.seq ?? 0;
  const acknowledged = acknowledgedBy(head);
  const walk = new JournalWalk(folder.journal, {
    afterSeq: checkWhole ? 0 : afterSeq,
    links: true,
    known: [after ?? GENESIS, acknowledged],
  });
  const unacknowledged = new Map<string, number>();
  for (const reader of walk.entries()) {
    if (reader.seq > acknowledged.seq && !unacknowledged.has(reader.path))
      unacknowledged.set(reader.path, reader.offset);
    if (reader.seq <= afterSeq) continue;
    const entry = readEntry<R>(reader);
    if ("code" in entry) return entry;
    onEntry(entry);
  }
  return walk.end.fault ?? { end: walk.end, unacknowledged };
}

/** How far the head file vouches. */
function acknowledgedBy(head: HeadReading): ChainPosition {
  return head.kind === "read" ? head.position : GENESIS;
}

/** Cuts an unfinished write off, keeping its bytes under `damaged`. */
function cutOff({ segment, offset }: BrokenPlace, damaged: string): CutTail {
  const bytes = readFileSync(segment.path).subarray(offset);
  mkdirSync(damaged, { recursive: true, mode: 0o700 });
  const savedAs = join(damaged, `${segment.name}-from-${offset}-${randomUUID().slice(0, 8)}`);
  writeFileSync(savedAs, bytes, { mode: 0o600, flush: true });
  cutFile(segment.path, offset, Buffer.alloc(0));
  return { segment: segment.name, offset, bytes: bytes.length, savedAs };
}

/**
 * Writes complete but unacknowledged entries over themselves and syncs them. A sync that failed before
 * the crash may have left them in the system's cache marked as written, where a further sync alone
 * would do nothing.
 */
function makeDurable(end: WalkEnd, unacknowledged: Checked["unacknowledged"]): void {
  if (end.tail === null) return;
  const { path } = end.tail.segment;
  const offset = unacknowledged.get(path);
  if (offset === undefined) return;
  const bytes = readFileSync(path).subarray(offset, end.tail.bytes);
  overwrite(path, offset, bytes);
}

function describe<R>(end: WalkEnd, cut: CutTail | null, head: HeadReading): OpenedJournal {
  const last = end.lastEntryAt === null ? null : readEntryAt<R>(end.lastEntryAt);
  return {
    position: end.position,
    tail: tailToGoOnIn(end.tail),
    lastInput: last?.input ?? 0,
    lastTime: last?.time ?? 0,
    cut,
    headWasGood: head.kind === "read" || (head.kind === "absent" && end.position.seq === 0),
  };
}

/**
 * What this version writes stands in segments that say so in their header: an older program that met one must be
 * able to refuse it by name. A segment of an older version that holds no entry yet is replaced by ours.
 */
function tailToGoOnIn(tail: WalkEnd["tail"]): OpenedJournal["tail"] {
  if (tail === null || tail.version < JOURNAL_FORMAT.version) return null;
  return { path: tail.segment.path, bytes: tail.bytes };
}

function readEntryAt<R>(place: {
  readonly path: string;
  readonly offset: number;
}): JournalEntry<R> {
  const reader = new SegmentReader(place.path);
  try {
    reader.seek(place.offset);
    reader.next();
    const entry = readEntry<R>(reader);
    if ("code" in entry) throw new JournalFaultError(entry);
    return entry;
  } finally {
    reader.close();
  }
}
