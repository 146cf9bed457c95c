import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Result } from "@interlock/core/result";
import {
  FRAME_HEADER_BYTES,
  type FrameBytes,
  frameSeq,
  hasGoodChecksum,
  PAYLOAD_BYTES_MAX,
  payloadLength,
} from "./frame.ts";
import { decodeSegmentHeader, SEGMENT_HEADER_BYTES, type SegmentHeader } from "./segment-header.ts";

/**
 * What the next bytes of a segment are: an entry with a good checksum, nothing more, or something
 * that is no entry.
 */
export type FrameRead = "frame" | "end" | "cut_short" | "bad_length" | "bad_checksum";

/** Each kind of broken frame in words, for messages. */
export const BROKEN_FRAME: Record<Exclude<FrameRead, "frame" | "end">, string> = {
  cut_short: "the file ends inside it",
  bad_length: "its length is impossible",
  bad_checksum: "its checksum does not fit its bytes",
};

const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads one segment file frame by frame in large pieces. After "frame" the fields of FrameBytes span
 * the entry, valid until the next call. Any other answer leaves the reader where it is: asking again
 * reads what was appended meanwhile.
 */
export class SegmentReader implements FrameBytes {
  readonly path: string;
  #memory: Buffer<ArrayBuffer> = Buffer.from(new ArrayBuffer(CHUNK_BYTES));
  #view: DataView = new DataView(this.#memory.buffer);
  #start = 0;
  #end = 0;
  #filled = 0;
  /** Offset in the file of the first byte of `#memory`. */
  #base = SEGMENT_HEADER_BYTES;
  #settledBytes = 0;
  readonly #file: number;

  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, "r");
  }

  get memory(): Buffer {
    return this.#memory;
  }

  get view(): DataView {
    return this.#view;
  }

  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  /** Offset in the file of the frame read last, or of the bytes that are none. */
  get offset(): number {
    return this.#base + this.#start;
  }

  /** Offset in the file after the frame read last. */
  get endOffset(): number {
    return this.#base + this.#end;
  }

  get seq(): number {
    return frameSeq(this.#view, this.#start);
  }

  header(): Result<SegmentHeader & { readonly layout: number }> {
    const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
    const read = readSync(this.#file, bytes, 0, bytes.length, 0);
    return decodeSegmentHeader(bytes.subarray(0, read));
  }

  next(): FrameRead {
    this.#start = this.#end;
    const headed = this.#fill(FRAME_HEADER_BYTES);
    if (!headed) return this.#filled === this.#start ? "end" : "cut_short";
    const length = payloadLength(this.#view, this.#start);
    if (length === 0 || length > PAYLOAD_BYTES_MAX) return "bad_length";
    if (!this.#fill(FRAME_HEADER_BYTES + length)) return "cut_short";
    this.#end = this.#start + FRAME_HEADER_BYTES + length;
    if (hasGoodChecksum(this)) return "frame";
    this.#end = this.#start;
    return "bad_checksum";
  }

  /**
   * Like `next`, but looks again at bytes that are no entry: a writer may have completed them
   * meanwhile. If they still are none, `settledBytes` is a size that the file had before the second
   * look, and what stands below it is final.
   */
  nextSettled(): FrameRead {
    const first = this.next();
    if (first === "frame" || first === "end") return first;
    this.#settledBytes = fstatSync(this.#file).size;
    this.seek(this.offset);
    return this.next();
  }

  get settledBytes(): number {
    return this.#settledBytes;
  }

  /** Payload of the frame read last, over memory that the next call uses again. */
  payload(): Buffer {
    return this.#memory.subarray(this.#start + FRAME_HEADER_BYTES, this.#end);
  }

  /** Payload of the frame read last as text. */
  text(): string {
    return this.#memory.toString("utf8", this.#start + FRAME_HEADER_BYTES, this.#end);
  }

  /** Continues at another place of the file, and forgets bytes read ahead. */
  seek(offset: number): void {
    this.#base = offset;
    this.#start = 0;
    this.#end = 0;
    this.#filled = 0;
  }

  /** Forgets bytes read ahead of the last frame: a writer may not have been done with them. */
  forgetReadAhead(): void {
    this.seek(this.endOffset);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Makes `count` bytes available from `#start`, or as many as the file has; tells whether it could. */
  #fill(count: number): boolean {
    if (this.#filled - this.#start >= count) return true;
    this.#moveToFront(count);
    while (this.#filled < count) {
      const room = this.#memory.length - this.#filled;
      const read = readSync(
        this.#file,
        this.#memory,
        this.#filled,
        room,
        this.#base + this.#filled,
      );
      if (read === 0) return false;
      this.#filled += read;
    }
    return true;
  }

  #moveToFront(count: number): void {
    const rest = this.#memory.subarray(this.#start, this.#filled);
    const size = Math.max(count, CHUNK_BYTES);
    if (size > this.#memory.length) {
      const larger = Buffer.from(new ArrayBuffer(size));
      larger.set(rest);
      this.#memory = larger;
      this.#view = new DataView(larger.buffer);
    } else {
      this.#memory.set(rest, 0);
    }
    this.#filled = rest.length;
    this.#base += this.#start;
    this.#start = 0;
    this.#end = 0;
  }
}
