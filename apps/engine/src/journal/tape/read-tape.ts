import { getUint64 } from "../segment/byte-writer.ts";
import { nextIntactFrame } from "../segment/find-frames.ts";
import { listSegments, type SegmentFile } from "../segment/segment-folder.ts";
import { BROKEN_FRAME, SegmentReader } from "../segment/segment-reader.ts";
import { type Sequenced, TAPE_FORMAT, type TapeCodec, TapeSource } from "./tape-codec.ts";
import { BLOCK_HEADER_BYTES } from "./tape-writer.ts";

/** Inputs that are not on the tape although their neighbors are, or that cannot be read. */
export interface TapeGap {
  /** First and last missing input; `to` is null when nothing readable follows. */
  readonly from: number;
  readonly to: number | null;
  readonly sentence: string;
}

export interface ReadTapeOptions<I extends Sequenced> {
  readonly codec: TapeCodec<I>;
  /** First input wanted. */
  readonly fromSeq: number;
  /** Told of everything that is missing between the first and the last input read. */
  readonly onGap: (gap: TapeGap) => void;
}

/** What a block says of itself. */
export interface BlockSpan {
  readonly firstSeq: number;
  readonly count: number;
}

export function blockSpan(payload: Buffer): BlockSpan {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  return { firstSeq: getUint64(view, 0), count: view.getUint32(8, true) };
}

/**
 * Decodes a block's inputs, each with the place in the block where it ends. Throws when the block
 * holds something else.
 */
export function* readBlock<I extends Sequenced>(
  payload: Buffer,
  codec: TapeCodec<I>,
): Generator<{ readonly input: I; readonly end: number }> {
  const { firstSeq, count } = blockSpan(payload);
  const source = new TapeSource(payload);
  source.at = BLOCK_HEADER_BYTES;
  for (let i = 0; i < count; i += 1) {
    source.readNames();
    source.seq = firstSeq + i;
    const input = codec.decode(source);
    yield { input, end: source.at };
  }
}

/** Reads the inputs on the tape in `folder`, in order. What is damaged or missing is told and passed over. */
export function* readTape<I extends Sequenced>(
  folder: string,
  options: ReadTapeOptions<I>,
): Generator<I> {
  const { codec, fromSeq, onGap } = options;
  let next = fromSeq;
  let damage: string | null = null;
  for (const found of tapeBlocks(folder)) {
    const inputs = found.kind === "block" ? decodeFrom(found.payload, next, codec) : found.sentence;
    if (typeof inputs === "string") {
      damage ??= inputs;
      continue;
    }
    const first = inputs[0];
    if (first === undefined) continue;
    if (first.seq > next) onGap(gapBetween(next, first.seq - 1, damage));
    yield* inputs;
    damage = null;
    next = first.seq + inputs.length;
  }
  if (damage !== null) onGap({ from: next, to: null, sentence: damage });
}

type FoundBlock =
  | { readonly kind: "block"; readonly payload: Buffer }
  | { readonly kind: "damage"; readonly sentence: string };

function* tapeBlocks(folder: string): Generator<FoundBlock> {
  for (const segment of listSegments(folder, TAPE_FORMAT.name)) {
    const reader = new SegmentReader(segment.path);
    try {
      const header = reader.header();
      if (!header.ok) yield { kind: "damage", sentence: `In ${segment.name} ${header.error}.` };
      if (header.ok && header.value.format.version > TAPE_FORMAT.version) {
        yield { kind: "damage", sentence: `${segment.name} was written by a newer version.` };
        continue;
      }
      yield* blocksOf(reader, segment);
    } finally {
      reader.close();
    }
  }
}

function* blocksOf(reader: SegmentReader, { name, firstSeq }: SegmentFile): Generator<FoundBlock> {
  let expected = firstSeq;
  for (let read = reader.nextSettled(); read !== "end"; read = reader.nextSettled()) {
    if (read === "frame") {
      expected = reader.seq + 1;
      yield { kind: "block", payload: reader.payload() };
      continue;
    }
    const { offset } = reader;
    const sentence = `The block at byte ${offset} of ${name} is damaged: ${BROKEN_FRAME[read]}.`;
    yield { kind: "damage", sentence };
    const behind = { path: reader.path, from: offset + 1, until: reader.settledBytes };
    const intact = nextIntactFrame(behind, expected);
    if (intact === null) return;
    reader.seek(intact.offset);
  }
}

/** Decodes the inputs of a block from `next` on, or says in a sentence why that cannot be done. */
function decodeFrom<I extends Sequenced>(
  payload: Buffer,
  next: number,
  codec: TapeCodec<I>,
): I[] | string {
  let firstSeq = next;
  try {
    const span = blockSpan(payload);
    firstSeq = span.firstSeq;
    if (firstSeq + span.count <= next) return [];
    return Array.from(readBlock(payload, codec), ({ input }) => input).slice(
      Math.max(0, next - firstSeq),
    );
  } catch (error: unknown) {
    const reason = error instanceof Error ? error.message : String(error);
    return `The block of input ${firstSeq} cannot be decoded: ${reason}.`;
  }
}

function gapBetween(from: number, to: number, damage: string | null): TapeGap {
  const sentence = damage ?? "They were never recorded, or were deleted.";
  return { from, to, sentence: `Inputs ${from} to ${to} are missing. ${sentence}` };
}
