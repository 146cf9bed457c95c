import { join } from "node:path";
import { assert } from "@interlock/core/assert";
import type { UnixMs } from "@interlock/core/time";
import { ByteWriter } from "./byte-writer.ts";
import {
  type ChainPosition,
  FRAME_HEADER_BYTES,
  LENGTH_AT,
  PAYLOAD_BYTES_MAX,
  payloadLength,
  sealFrame,
} from "./frame.ts";
import { type LogFile, type LogStorage, type WriteMode, writeFully } from "./log-storage.ts";
import { segmentFileName } from "./segment-folder.ts";
import { encodeSegmentHeader, type LogFormat, SEGMENT_HEADER_BYTES } from "./segment-header.ts";

/** Size from which a segment takes no further entry. */
export const SEGMENT_BYTES_DEFAULT = 64 * 1024 * 1024;

export interface SegmentLogOptions {
  readonly folder: string;
  readonly format: LogFormat;
  readonly storage: LogStorage;
  readonly mode: WriteMode;
  readonly segmentBytes: number;
  /** Last entry on disk: the log continues after it. */
  readonly position: ChainPosition;
  /** Segment that takes the next entry, null to begin a new one. `bytes` is its size. */
  readonly tail: { readonly path: string; readonly bytes: number } | null;
}

/** Entries gathered for one commit, and the places among them where a new segment begins. */
class CommitGroup {
  readonly out = new ByteWriter();
  readonly cuts: { readonly at: number; readonly createdAt: UnixMs }[] = [];
}

interface NewSegment {
  readonly at: number;
  readonly createdAt: UnixMs;
  readonly position: ChainPosition;
}

/**
 * An append-only log in segment files. Appending only gathers bytes in memory; `seal` chains them and
 * takes them as the next group, `write` and `sync` carry that group to the disk while further entries
 * gather. The owner keeps one group under way at a time and uses the log no more once a write or sync
 * failed: what the disk then holds is known only after the next start. Where segments begin depends on
 * the entries alone, never on how commits were grouped.
 */
export class SegmentLog {
  readonly #options: SegmentLogOptions;
  #gathering = new CommitGroup();
  #writing = new CommitGroup();
  #newSegments: NewSegment[] = [];
  /** Position after the last entry appended, sealed and synced. */
  #appendedSeq: number;
  #sealed: ChainPosition;
  #synced: ChainPosition;
  #segmentBytes: number;
  #rotateNext: boolean;
  #entryAt = -1;
  #file: LogFile | null = null;
  #fileEnd: number;

  constructor(options: SegmentLogOptions) {
    this.#options = options;
    this.#appendedSeq = options.position.seq;
    this.#sealed = options.position;
    this.#synced = options.position;
    this.#segmentBytes = options.tail?.bytes ?? 0;
    this.#fileEnd = options.tail?.bytes ?? 0;
    this.#rotateNext = options.tail === null;
  }

  /** Sequence number of the last entry appended. */
  get lastSeq(): number {
    return this.#appendedSeq;
  }

  /** Last entry that is on disk. */
  get synced(): ChainPosition {
    return this.#synced;
  }

  /** Bytes appended and not yet sealed. */
  get gatheredBytes(): number {
    return this.#gathering.out.end;
  }

  /** Bytes appended and not yet on disk. */
  get pendingBytes(): number {
    return this.#gathering.out.end + this.#writing.out.end;
  }

  /**
   * Appends one entry and returns its sequence number. `at` is its time: a segment begun by it is
   * dated so.
   */
  append(payload: Uint8Array | string, at: UnixMs): number {
    const out = this.beginEntry(at);
    if (typeof payload === "string") out.text(payload);
    else out.bytes(payload);
    return this.endEntry();
  }

  /** Begins an entry that the caller writes in place and closes with `endEntry`. */
  beginEntry(at: UnixMs): ByteWriter {
    assert(this.#entryAt === -1, "an entry was begun before the last one was ended");
    const { out, cuts } = this.#gathering;
    if (this.#rotateNext || this.#segmentBytes >= this.#options.segmentBytes) {
      cuts.push({ at: out.end, createdAt: at });
      this.#segmentBytes = SEGMENT_HEADER_BYTES;
      this.#rotateNext = false;
    }
    this.#entryAt = out.reserve(FRAME_HEADER_BYTES);
    return out;
  }

  /** Ends the entry begun last and returns its sequence number. */
  endEntry(): number {
    const { out } = this.#gathering;
    const length = out.end - this.#entryAt - FRAME_HEADER_BYTES;
    assert(length > 0, "an entry must not be empty");
    assert(
      length <= PAYLOAD_BYTES_MAX,
      `an entry of ${length} bytes is longer than ${PAYLOAD_BYTES_MAX}`,
    );
    out.view.setUint32(this.#entryAt + LENGTH_AT, length, true);
    this.#entryAt = -1;
    this.#segmentBytes += FRAME_HEADER_BYTES + length;
    this.#appendedSeq += 1;
    return this.#appendedSeq;
  }

  /** Makes the next entry begin a new segment. */
  rotate(): void {
    this.#rotateNext = this.#rotateNext || this.#segmentBytes > SEGMENT_HEADER_BYTES;
  }

  /** Takes everything appended as the next group, numbered, linked and checksummed. */
  seal(): void {
    assert(this.#writing.out.end === 0, "a group was sealed while another was under way");
    const group = this.#gathering;
    this.#gathering = this.#writing;
    this.#writing = group;
    const { memory, view, end: total } = group.out;
    let cut = 0;
    let place = 0;
    for (let start = 0; start < total; ) {
      const begun = group.cuts[cut];
      if (begun !== undefined && begun.at === start) {
        this.#newSegments.push({ ...begun, position: this.#sealed });
        cut += 1;
        // What went to the segment before is synced before the new one is made: a group of its own.
        place = 0;
      }
      const end = start + FRAME_HEADER_BYTES + payloadLength(view, start);
      this.#sealed = sealFrame({ memory, view, start, end }, this.#sealed, place);
      place += 1;
      start = end;
    }
  }

  /**
   * Writes the sealed group to the operating system. Rejects when the disk refuses; then the log
   * must not be used again.
   */
  async write(): Promise<void> {
    const { memory, end } = this.#writing.out;
    const pieces = this.#newSegments;
    this.#newSegments = [];
    await this.#writePiece(memory.subarray(0, pieces[0]?.at ?? end));
    for (const [i, piece] of pieces.entries()) {
      await this.#startSegment(piece);
      await this.#writePiece(memory.subarray(piece.at, pieces[i + 1]?.at ?? end));
    }
  }

  /** Waits until the written group is on the device. */
  async sync(): Promise<void> {
    if (this.#file !== null) await this.#file.sync();
    this.#synced = this.#sealed;
    this.#release();
  }

  /** Lets the written group go without waiting for the device: a later `sync` covers it. */
  leaveUnsynced(): void {
    this.#release();
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close();
  }

  #release(): void {
    this.#writing.out.clear();
    this.#writing.cuts.length = 0;
  }

  async #writePiece(piece: Uint8Array): Promise<void> {
    if (piece.length === 0) return;
    this.#file ??= await this.#openTail();
    await writeFully(this.#file, piece, this.#fileEnd);
    this.#fileEnd += piece.length;
  }

  #openTail(): Promise<LogFile> {
    const { storage, mode, tail } = this.#options;
    assert(tail !== null, "the first entry of a log begins a segment");
    return storage.open(tail.path, mode);
  }

  async #startSegment({ position, createdAt }: NewSegment): Promise<void> {
    const { folder, format, storage, mode } = this.#options;
    const before = this.#file;
    await before?.sync();
    const firstSeq = position.seq + 1;
    const header = encodeSegmentHeader({
      format,
      firstSeq,
      previousHash: position.hash,
      createdAt,
    });
    const path = join(folder, segmentFileName(format.name, firstSeq));
    this.#file = await storage.create(path, mode, header);
    this.#fileEnd = SEGMENT_HEADER_BYTES;
    await before?.close();
  }
}
