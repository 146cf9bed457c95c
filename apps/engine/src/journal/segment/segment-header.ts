import { crc32 } from "node:zlib";
import { assert } from "@interlock/core/assert";
import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import { getUint64, putUint64 } from "./byte-writer.ts";
import { HASH_BYTES } from "./frame.ts";

/** Which log a segment belongs to, and the version of what its payloads contain. */
export interface LogFormat {
  /** At most 16 characters of a-z and "-". */
  readonly name: string;
  readonly version: number;
}

export interface SegmentHeader {
  readonly format: LogFormat;
  readonly firstSeq: number;
  /** Hash of the entry before the first one. */
  readonly previousHash: Buffer;
  readonly createdAt: UnixMs;
}

/**
 * First 96 bytes of a segment file, little-endian. Their places and the checksum stay in every later
 * version, so that an older program can always say which version it met.
 *
 *   0  8    magic
 *   8  u16  version of header and frames
 *  10  u16  version of the payloads  16  16   name of the log, ASCII, filled with zeros  32  u64
 * first sequence number  40  32   hash of the entry before  72  u64  time of creation in Unix
 * milliseconds, by the clock of the entries  92  u32  CRC-32 of the 92 bytes before; what is not named
 * is zero
 */
export const SEGMENT_HEADER_BYTES = 96;
/** Version of header and frames. */
export const LAYOUT_VERSION = 1;

// Like PNG's: a byte above 127 and both line ends, so that a transfer as text destroys it visibly.
const MAGIC = Buffer.from([0x89, 0x49, 0x4c, 0x4b, 0x0d, 0x0a, 0x1a, 0x0a]);
const NAME_BYTES = 16;
const CRC_AT = 92;

export function encodeSegmentHeader(header: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  const view = viewOf(bytes);
  assert(/^[a-z-]{1,16}$/.test(header.format.name), `"${header.format.name}" cannot name a log`);
  bytes.set(MAGIC, 0);
  view.setUint16(8, LAYOUT_VERSION, true);
  view.setUint16(10, header.format.version, true);
  bytes.write(header.format.name, 16, "latin1");
  putUint64(view, 32, header.firstSeq);
  bytes.set(header.previousHash, 40);
  putUint64(view, 72, header.createdAt);
  view.setUint32(CRC_AT, crc32(bytes.subarray(0, CRC_AT)), true);
  return bytes;
}

/** Reads a header whose checksum holds, whatever its versions. */
export function decodeSegmentHeader(
  bytes: Buffer,
): Result<SegmentHeader & { readonly layout: number }> {
  if (bytes.length < SEGMENT_HEADER_BYTES)
    return fail(
      `the file has ${bytes.length} bytes, fewer than the ${SEGMENT_HEADER_BYTES} of a header`,
    );
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC))
    return fail("the file does not begin as a segment does");
  const view = viewOf(bytes);
  if (view.getUint32(CRC_AT, true) !== crc32(bytes.subarray(0, CRC_AT)))
    return fail("the header's checksum does not fit its bytes");
  return ok({
    layout: view.getUint16(8, true),
    format: {
      name: bytes.toString("latin1", 16, 16 + NAME_BYTES).replace(/\0+$/, ""),
      version: view.getUint16(10, true),
    },
    firstSeq: getUint64(view, 32),
    previousHash: Buffer.from(bytes.subarray(40, 40 + HASH_BYTES)),
    createdAt: getUint64(view, 72),
  });
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
