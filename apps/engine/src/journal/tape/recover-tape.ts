import { mkdirSync, renameSync, rmSync } from "node:fs";
import { cutFile, syncFolderOf } from "../segment/cut-file.ts";
import { nextIntactFrame } from "../segment/find-frames.ts";
import {
  type ChainPosition,
  FRAME_HEADER_BYTES,
  frameHash,
  GENESIS,
  LENGTH_AT,
  sealFrame,
} from "../segment/frame.ts";
import { listSegments, removeUnfinished, type SegmentFile } from "../segment/segment-folder.ts";
import { SegmentReader } from "../segment/segment-reader.ts";
import { blockSpan, readBlock, type TapeGap } from "./read-tape.ts";
import { type Sequenced, TAPE_FORMAT, type TapeCodec } from "./tape-codec.ts";

export interface RecoverTapeOptions<I extends Sequenced> {
  readonly folder: string;
  readonly codec: TapeCodec<I>;
  /** Input of the journal's last entry: what came after it had no durable records, so it took no effect. */
  readonly lastInput: number;
}

export interface TapeRecovery {
  /** Last block: the tape continues after it, in a new segment. */
  readonly position: ChainPosition;
  /** Inputs before the journal's end that the tape does not have. It limits replay, never trading. */
  readonly gap: TapeGap | null;
}

interface KeptPart {
  readonly position: ChainPosition;
  readonly lastInput: number;
}

const NOTHING = Buffer.alloc(0);

/**
 * Cuts the tape off after the journal's last input and says where it continues. Run with the folder
 * locked.
 */
export function recoverTape<I extends Sequenced>(options: RecoverTapeOptions<I>): TapeRecovery {
  const { folder, lastInput } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeUnfinished(folder);
  for (const segment of listSegments(folder, TAPE_FORMAT.name).reverse()) {
    const kept = keepUpTo(segment, options);
    if (kept === null) {
      syncFolderOf(segment.path);
      continue;
    }
    return { position: kept.position, gap: gapAfter(kept.lastInput, lastInput) };
  }
  return { position: GENESIS, gap: gapAfter(0, lastInput) };
}

function gapAfter(onTape: number, lastInput: number): TapeGap | null {
  if (onTape >= lastInput) return null;
  const sentence = `Inputs ${onTape + 1} to ${lastInput} are in the journal but not on the tape: they cannot be replayed.`;
  return { from: onTape + 1, to: lastInput, sentence };
}

/**
 * Cuts one segment off after the last wanted input; removes it and returns null when nothing wanted
 * is in it.
 */
function keepUpTo<I extends Sequenced>(
  segment: SegmentFile,
  options: RecoverTapeOptions<I>,
): KeptPart | null {
  const reader = new SegmentReader(segment.path);
  try {
    const header = reader.header();
    if (header.ok && header.value.format.version > TAPE_FORMAT.version) {
      renameSync(segment.path, `${segment.path}.newer-version`);
      return null;
    }
    const kept = walk(reader, segment, options);
    if (kept === null && header.ok) rmSync(segment.path);
    if (kept === null && !header.ok) renameSync(segment.path, `${segment.path}.unreadable`);
    return kept;
  } finally {
    reader.close();
  }
}

function walk<I extends Sequenced>(
  reader: SegmentReader,
  segment: SegmentFile,
  options: RecoverTapeOptions<I>,
): KeptPart | null {
  let kept: KeptPart | null = null;
  for (let read = reader.nextSettled(); read !== "end"; read = reader.nextSettled()) {
    const { offset } = reader;
    if (read !== "frame") {
      const seqMin = (kept?.position.seq ?? segment.firstSeq - 1) + 1;
      const behind = { path: segment.path, from: offset + 1, until: reader.settledBytes };
      const intact = nextIntactFrame(behind, seqMin);
      if (intact !== null) {
        reader.seek(intact.offset);
        continue;
      }
      cutFile(segment.path, offset, NOTHING);
      return kept;
    }
    const { firstSeq, count } = blockSpan(reader.payload());
    const last = firstSeq + count - 1;
    if (last > options.lastInput) return cutInside(reader, kept, options);
    kept = { position: { seq: reader.seq, hash: frameHash(reader) }, lastInput: last };
  }
  return kept;
}

/** Cuts the segment off at the reader's block and puts back the part of the block that is wanted. */
function cutInside<I extends Sequenced>(
  reader: SegmentReader,
  kept: KeptPart | null,
  { codec, lastInput }: RecoverTapeOptions<I>,
): KeptPart | null {
  const previous = kept?.position ?? positionBefore(reader);
  const part = previous === null ? null : wantedPart(reader.payload(), codec, lastInput);
  if (previous === null || part === null) {
    cutFile(reader.path, reader.offset, NOTHING);
    return kept;
  }
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + part.length);
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  view.setUint32(LENGTH_AT, part.length, true);
  frame.set(part, FRAME_HEADER_BYTES);
  const bytes = { memory: frame, view, start: 0, end: frame.length };
  const position = sealFrame(bytes, previous, 0);
  cutFile(reader.path, reader.offset, frame);
  return { position, lastInput };
}

function positionBefore(reader: SegmentReader): ChainPosition | null {
  const header = reader.header();
  if (!header.ok) return null;
  return { seq: header.value.firstSeq - 1, hash: header.value.previousHash };
}

function wantedPart<I extends Sequenced>(
  payload: Buffer,
  codec: TapeCodec<I>,
  lastInput: number,
): Buffer | null {
  const { firstSeq } = blockSpan(payload);
  let end = 0;
  try {
    for (const read of readBlock(payload, codec)) {
      if (read.input.seq > lastInput) break;
      end = read.end;
    }
  } catch {
    // A block that cannot be decoded cannot be divided either; its inputs become part of the gap.
    return null;
  }
  if (end === 0) return null;
  const part = Buffer.from(payload.subarray(0, end));
  part.writeUInt32LE(lastInput - firstSeq + 1, 8);
  return part;
}
