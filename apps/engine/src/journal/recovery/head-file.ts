import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";
import { getUint64, putUint64 } from "../segment/byte-writer.ts";
import { type ChainPosition, HASH_BYTES } from "../segment/frame.ts";
import { type LogFile, writeFully } from "../segment/log-storage.ts";
import type { JournalFault } from "./journal-fault.ts";

/**
 * The head file holds the last acknowledged entry: 64 bytes written over at each commit. It shows when
 * entries were cut off the end of the log, which nothing inside the log can. It is not synced: after a
 * loss of power it may be behind, never ahead, because it is written once the entry is on disk.
 *
 *   0  8    magic
 *   8  u64  sequence number
 *  16  32   hash  60  u32  CRC-32 of the 60 bytes before; bytes 48–59 are zero
 *
 * The last character of the magic is the version. Its place, and a CRC-32 in the last four bytes, stay in every later
 * one, so that an older program can always say which version it met.
 */
const HEAD_BYTES = 64;
const MAGIC = Buffer.from("ILKHEAD1", "latin1");
const VERSION_AT = 7;
const CRC_AT = 60;

export type HeadReading =
  | { readonly kind: "read"; readonly position: ChainPosition }
  | { readonly kind: "absent" }
  | { readonly kind: "damaged" }
  /** Written by a newer version of this program. */
  | { readonly kind: "newer"; readonly version: string };

/** Reads a head file. Throws only what the operating system refuses, absence excepted. */
export function readHead(path: string): HeadReading {
  const bytes = readIfPresent(path);
  if (bytes === null) return { kind: "absent" };
  const newer = newerVersion(bytes);
  if (newer !== null) return { kind: "newer", version: newer };
  if (bytes.length !== HEAD_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC))
    return { kind: "damaged" };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(CRC_AT, true) !== crc32(bytes.subarray(0, CRC_AT))) return { kind: "damaged" };
  return {
    kind: "read",
    position: { seq: getUint64(view, 8), hash: Buffer.from(bytes.subarray(16, 16 + HASH_BYTES)) },
  };
}

/** Returns the version of a head that is intact and newer than ours; null for any other file. */
function newerVersion(bytes: Buffer): string | null {
  const end = bytes.length - 4;
  if (end <= MAGIC.length || bytes.readUInt32LE(end) !== crc32(bytes.subarray(0, end))) return null;
  const isHead = bytes.subarray(0, VERSION_AT).equals(MAGIC.subarray(0, VERSION_AT));
  const version = bytes.toString("latin1", VERSION_AT, VERSION_AT + 1);
  return isHead && version > MAGIC.toString("latin1", VERSION_AT) ? version : null;
}

/** Says in a fault that a newer version wrote the head. */
export function newerHeadFault(version: string): JournalFault {
  const sentence = `The head file was written by a newer version of Interlock (version ${version}; this one reads up to 1).`;
  return { code: "newer_version", segment: "head", offset: 0, seq: 0, sentence };
}

/** Writes a head file durably, creating it where it is absent. */
export function writeHeadDurably(path: string, position: ChainPosition): void {
  const file = openSync(path, "a+");
  closeSync(file);
  const existing = openSync(path, "r+");
  try {
    writeSync(existing, encodeHead(position), 0, HEAD_BYTES, 0);
    ftruncateSync(existing, HEAD_BYTES);
    fsyncSync(existing);
  } finally {
    closeSync(existing);
  }
}

/**
 * Keeps the head file up with the commits, one write at a time; of positions told meanwhile only the
 * last is written.
 */
export class HeadWriter {
  readonly #file: LogFile;
  readonly #onFailure: (error: Error) => void;
  #waiting: ChainPosition | null = null;
  #writing: Promise<void> | null = null;

  constructor(file: LogFile, onFailure: (error: Error) => void) {
    this.#file = file;
    this.#onFailure = onFailure;
  }

  advance(position: ChainPosition): void {
    this.#waiting = position;
    this.#writing ??= this.#run();
  }

  /** Writes what is left, durably, and closes. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#file.sync();
    await this.#file.close();
  }

  async #run(): Promise<void> {
    try {
      while (this.#waiting !== null) {
        const bytes = encodeHead(this.#waiting);
        this.#waiting = null;
        await writeFully(this.#file, bytes, 0);
      }
    } catch (error: unknown) {
      this.#onFailure(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#writing = null;
    }
  }
}

function encodeHead(position: ChainPosition): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  bytes.set(MAGIC, 0);
  putUint64(view, 8, position.seq);
  bytes.set(position.hash, 16);
  view.setUint32(CRC_AT, crc32(bytes.subarray(0, CRC_AT)), true);
  return bytes;
}

function readIfPresent(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error: unknown) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
