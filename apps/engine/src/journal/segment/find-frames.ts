import { closeSync, openSync, readSync } from "node:fs";
import {
  FRAME_HEADER_BYTES,
  type FrameBytes,
  frameSeq,
  groupStart,
  hasGoodChecksum,
  PAYLOAD_BYTES_MAX,
  payloadLength,
} from "./frame.ts";

/** An intact entry found behind bytes that are none. */
export interface FoundFrame {
  readonly offset: number;
  readonly seq: number;
  readonly groupStart: number;
}

const WINDOW_BYTES = 4 * PAYLOAD_BYTES_MAX;
const LONGEST_FRAME = FRAME_HEADER_BYTES + PAYLOAD_BYTES_MAX;
// Bytes made to look like frame headers at every place would cost a checksum each.
const CHECKED_BYTES_MAX = 2 * 1024 * 1024 * 1024;

/** Part of a file: from a broken place to a size that the file is known to have. */
export interface BytesBehind {
  readonly path: string;
  readonly from: number;
  readonly until: number;
}

/** Searches a segment behind a broken place for entries that are intact, at any offset. */
class FrameSearch {
  readonly #bytes: BytesBehind;
  readonly #seqMin: number;
  readonly #seqMax: number;
  #checkedBytes = 0;

  constructor(bytes: BytesBehind, seqMin: number) {
    this.#bytes = bytes;
    this.#seqMin = seqMin;
    this.#seqMax = seqMin + Math.ceil((bytes.until - bytes.from) / FRAME_HEADER_BYTES);
  }

  /** True when the search ended early because the bytes are made to look like entries everywhere. */
  get gaveUp(): boolean {
    return this.#checkedBytes > CHECKED_BYTES_MAX;
  }

  /** Yields the intact entries in file order. */
  *frames(): Generator<FoundFrame> {
    const { path, from, until } = this.#bytes;
    const file = openSync(path, "r");
    try {
      let at = from;
      while (at + FRAME_HEADER_BYTES < until && !this.gaveUp) {
        const window = readWindow(file, at, Math.min(WINDOW_BYTES, until - at));
        if (window.length === 0) return;
        const isLast = at + window.length >= until;
        // A frame that begins near the window's end belongs to the next window, which begins there.
        at += yield* this.#searchWindow(window, isLast ? window.length : LONGEST_FRAME, at);
      }
    } finally {
      closeSync(file);
    }
  }

  /** Searches the first `length` bytes of a window and returns where the next one should begin. */
  *#searchWindow(window: Buffer, length: number, at: number): Generator<FoundFrame, number> {
    const view = new DataView(window.buffer, window.byteOffset, window.length);
    let start = 0;
    while (start < length && !this.gaveUp) {
      const frame = this.#frameAt(window, view, start);
      if (frame === null) {
        start += 1;
        continue;
      }
      yield {
        offset: at + start,
        seq: frameSeq(view, start),
        groupStart: groupStart(view, start),
      };
      start = frame.end;
    }
    return start;
  }

  #frameAt(memory: Buffer, view: DataView, start: number): FrameBytes | null {
    if (start + FRAME_HEADER_BYTES >= memory.length) return null;
    const seq = frameSeq(view, start);
    if (seq < this.#seqMin || seq > this.#seqMax) return null;
    const length = payloadLength(view, start);
    const end = start + FRAME_HEADER_BYTES + length;
    if (length === 0 || length > PAYLOAD_BYTES_MAX || end > memory.length) return null;
    this.#checkedBytes += length;
    const frame: FrameBytes = { memory, view, start, end };
    return hasGoodChecksum(frame) ? frame : null;
  }
}

/** Returns the first intact entry behind a broken place, null when none is found. */
export function nextIntactFrame(bytes: BytesBehind, seqMin: number): FoundFrame | null {
  for (const found of new FrameSearch(bytes, seqMin).frames()) return found;
  return null;
}

/**
 * Tells whether a commit group was begun after the one of entry `brokenSeq`: then that entry had been
 * on disk. Says yes where it cannot be told.
 */
export function laterGroupExists(bytes: BytesBehind, brokenSeq: number): boolean {
  const search = new FrameSearch(bytes, brokenSeq);
  for (const found of search.frames()) {
    if (found.groupStart > brokenSeq) return true;
  }
  return search.gaveUp;
}

function readWindow(file: number, at: number, length: number): Buffer {
  const window = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const read = readSync(file, window, filled, length - filled, at + filled);
    if (read === 0) break;
    filled += read;
  }
  return window.subarray(0, filled);
}
