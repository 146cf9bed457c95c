import { join } from "node:path";
import { type DurableCell, durablePast, readDurable } from "./durable-cell.ts";
import { JOURNAL_FORMAT, type JournalEntry } from "./journal-entry.ts";
import { JournalFaultError } from "./recovery/journal-fault.ts";
import { journalFolder } from "./recovery/journal-folder.ts";
import { readEntry } from "./recovery/read-entry.ts";
import { type ChainPosition, frameHash, GENESIS } from "./segment/frame.ts";
import { listSegments, segmentFileName } from "./segment/segment-folder.ts";
import { BROKEN_FRAME, SegmentReader } from "./segment/segment-reader.ts";

export interface JournalFollowerOptions {
  readonly dir: string;
  /** Last entry already known; the first one read is the next. */
  readonly afterSeq: number;
  readonly cell: DurableCell;
  /** Most entries handed over at once. */
  readonly batchMax: number;
}

// A wake-up is a notification on the cell; looking again now and then costs nothing and needs none.
const LOOK_AGAIN_MS = 1_000;

/**
 * Follows a journal that another thread is writing, across segments, never past the durable sequence
 * number that the writer publishes. Damage met on the way is thrown as JournalFaultError: the
 * follower's view can no longer be trusted.
 */
export class JournalFollower<R> {
  readonly #options: JournalFollowerOptions;
  readonly #folder: string;
  #reader: SegmentReader | null = null;
  #seq: number;
  #position: ChainPosition = GENESIS;
  #durableSeen = 0;

  constructor(options: JournalFollowerOptions) {
    this.#options = options;
    this.#folder = journalFolder(options.dir).journal;
    this.#seq = options.afterSeq;
  }

  /** Last entry handed over. */
  get seq(): number {
    return this.#seq;
  }

  /** Last entry handed over with its hash, for a snapshot of the state that was folded from it. */
  get position(): ChainPosition {
    return this.#position;
  }

  /**
   * Returns the durable entries not yet read, at most `batchMax`; none when it has caught up. Never
   * waits.
   */
  read(): JournalEntry<R>[] {
    const durable = readDurable(this.#options.cell);
    // What stands behind the last durable entry may have been read while it was being written.
    if (durable !== this.#durableSeen) this.#reader?.forgetReadAhead();
    this.#durableSeen = durable;
    const until = Math.min(durable, this.#seq + this.#options.batchMax);
    const entries: JournalEntry<R>[] = [];
    while (this.#seq < until) {
      const reader = this.#nextFrame();
      const entry = readEntry<R>(reader);
      if ("code" in entry) throw new JournalFaultError(entry);
      entries.push(entry);
      this.#seq = reader.seq;
      if (this.#seq === until) this.#position = { seq: until, hash: frameHash(reader) };
    }
    return entries;
  }

  /** Resolves when there is something to read, after a second at the latest. Does not block the thread. */
  async ready(): Promise<void> {
    const { cell } = this.#options;
    if (readDurable(cell) > this.#seq) return;
    await durablePast(cell, this.#seq, LOOK_AGAIN_MS);
  }

  /** Yields batches as they become durable, until `signal` is aborted. */
  async *batches(signal: AbortSignal): AsyncGenerator<JournalEntry<R>[]> {
    signal.addEventListener("abort", () => Atomics.notify(this.#options.cell, 0), { once: true });
    while (!signal.aborted) {
      const entries = this.read();
      if (entries.length > 0) yield entries;
      else await this.ready();
    }
  }

  close(): void {
    this.#reader?.close();
    this.#reader = null;
  }

  /** Moves to the next entry, which is known to be on disk. */
  #nextFrame(): SegmentReader {
    this.#reader ??= this.#openAt(this.#seq + 1);
    for (;;) {
      const reader = this.#reader;
      const read = reader.next();
      if (read === "frame") {
        if (reader.seq > this.#seq) return this.#expect(reader);
      } else if (read === "end") {
        reader.close();
        this.#reader = null;
        this.#reader = this.#open(segmentFileName(JOURNAL_FORMAT.name, this.#seq + 1));
      } else {
        throw this.#fault(reader, `is damaged: ${BROKEN_FRAME[read]}`);
      }
    }
  }

  #expect(reader: SegmentReader): SegmentReader {
    if (reader.seq === this.#seq + 1) return reader;
    throw this.#fault(reader, `is missing: entry ${reader.seq} stands in its place`);
  }

  #openAt(seq: number): SegmentReader {
    const segments = listSegments(this.#folder, JOURNAL_FORMAT.name);
    const holder = segments.findLast((segment) => segment.firstSeq <= seq);
    return this.#open(holder?.name ?? segmentFileName(JOURNAL_FORMAT.name, seq));
  }

  #open(name: string): SegmentReader {
    try {
      return new SegmentReader(join(this.#folder, name));
    } catch (error: unknown) {
      const reason = error instanceof Error ? error.message : String(error);
      const seq = this.#seq + 1;
      const sentence = `Entry ${seq} cannot be read: ${reason}.`;
      throw new JournalFaultError({ code: "unreadable", segment: name, offset: 0, seq, sentence });
    }
  }

  #fault(reader: SegmentReader, what: string): JournalFaultError {
    const segment = reader.path.slice(this.#folder.length + 1);
    const { offset } = reader;
    const seq = this.#seq + 1;
    const sentence = `Entry ${seq} at byte ${offset} of ${segment} ${what}.`;
    return new JournalFaultError({ code: "damaged_entry", segment, offset, seq, sentence });
  }
}
