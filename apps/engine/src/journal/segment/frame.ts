import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { getUint64, putUint64 } from "./byte-writer.ts";

/**
 * One entry in a segment file, little-endian:
 *
 *   0  u32  CRC-32 of everything in the frame after it
 *   4  u32  length of the payload in bytes
 *   8  u32  place of the entry in its commit group, from 0
 *  12  32   SHA-256 of (hash of the entry before ‖ sequence number as u64 ‖ payload)  44  u64
 * sequence number  52       payload
 *
 * The place in the group is not hashed: the chain is the same however commits were grouped. It is what
 * tells an unfinished write from damage: a later group was begun only after the earlier one was on
 * disk. See docs/journal-format.md.
 */
export const FRAME_HEADER_BYTES = 52;
/** Longest payload. A longer length in a file is damage. */
export const PAYLOAD_BYTES_MAX = 16 * 1024 * 1024;

export const LENGTH_AT = 4;
const PLACE_AT = 8;
const HASH_AT = 12;
const SEQ_AT = 44;
export const HASH_BYTES = 32;

/** What the first entry of a log follows: 32 zero bytes. */
const GENESIS_HASH: Buffer = Buffer.alloc(HASH_BYTES);

/** Last entry of a chain: what the next one continues. */
export interface ChainPosition {
  readonly seq: number;
  readonly hash: Buffer;
}

/** Where a log begins. */
export const GENESIS: ChainPosition = { seq: 0, hash: GENESIS_HASH };

/** The bytes of one frame inside a larger buffer, with a view over the same memory. */
export interface FrameBytes {
  readonly memory: Buffer;
  readonly view: DataView;
  readonly start: number;
  readonly end: number;
}

/**
 * Numbers, links and checksums a frame whose payload and length are in place; returns its position
 * in the chain.
 */
export function sealFrame(
  frame: FrameBytes,
  previous: ChainPosition,
  place: number,
): ChainPosition {
  const { memory, view, start, end } = frame;
  const seq = previous.seq + 1;
  view.setUint32(start + PLACE_AT, place, true);
  putUint64(view, start + SEQ_AT, seq);
  // The hash of the entry before stands in the slot while hashing, so that all hashed bytes lie in one piece.
  memory.set(previous.hash, start + HASH_AT);
  const own = hash("sha256", memory.subarray(start + HASH_AT, end), "buffer");
  memory.set(own, start + HASH_AT);
  view.setUint32(start, crc32(memory.subarray(start + LENGTH_AT, end)), true);
  return { seq, hash: own };
}

/** Tells whether the frame's checksum fits its bytes. */
export function hasGoodChecksum(frame: FrameBytes): boolean {
  const { memory, view, start, end } = frame;
  return view.getUint32(start, true) === crc32(memory.subarray(start + LENGTH_AT, end));
}

/**
 * Tells whether the frame's hash is the one that follows from `previousHash`. Leaves the bytes as
 * they were.
 */
export function followsFrom(frame: FrameBytes, previousHash: Buffer): boolean {
  const { memory, start, end } = frame;
  const stored = frameHash(frame);
  memory.set(previousHash, start + HASH_AT);
  const own = hash("sha256", memory.subarray(start + HASH_AT, end), "buffer");
  memory.set(stored, start + HASH_AT);
  return own.equals(stored);
}

/** Returns a copy of the hash written in the frame. */
export function frameHash({ memory, start }: FrameBytes): Buffer {
  return Buffer.from(memory.subarray(start + HASH_AT, start + HASH_AT + HASH_BYTES));
}

/** Payload length written in the frame header at `start`. */
export function payloadLength(view: DataView, start: number): number {
  return view.getUint32(start + LENGTH_AT, true);
}

/** Sequence number written in the frame header at `start`. */
export function frameSeq(view: DataView, start: number): number {
  return getUint64(view, start + SEQ_AT);
}

/** First sequence number of the commit group to which the frame at `start` belongs. */
export function groupStart(view: DataView, start: number): number {
  return frameSeq(view, start) - view.getUint32(start + PLACE_AT, true);
}
