import type { IsoDate } from "@interlock/core/market/civil-date";
import type { UnixMs } from "@interlock/core/time";
import type { Print } from "./bars/bar-builder.ts";
import type { BarHistory } from "./bars/bar-history.ts";
import type { PrintKind } from "./print-kind.ts";

/** Kinds of events on a tape. At the same millisecond quotes come before prints. */
export const QUOTE_EVENT = 0;
export const TRADE_EVENT = 1;

/**
 * A stretch of the tape in time order, as columns: millions of events cost no objects. Prices are millionths of a
 * dollar, sizes shares. Of a quote `priceA`/`sizeA` are the bid's and `priceB`/`sizeB` the offer's; of a print
 * `priceA`/`sizeA` are its own, and `sizeB` holds its exchange (low 8 bits, a character) and print kind (above).
 */
export interface TapeChunk {
  readonly length: number;
  readonly time: Float64Array;
  readonly kind: Uint8Array;
  readonly symbol: Uint16Array;
  readonly priceA: Float64Array;
  readonly priceB: Float64Array;
  readonly sizeA: Uint32Array;
  readonly sizeB: Uint32Array;
}

/** Reads a tape once from its beginning. Readers of one source are independent and give the same events. */
export interface TapeReader {
  /** Returns the next stretch, never an empty one; null after the last. */
  next(): TapeChunk | null;
}

/** Where market data come from: recorded files or the generator. */
export interface TapeSource {
  /** What `symbol` numbers in chunks mean. */
  readonly symbols: readonly string[];
  /** What print kinds in chunks mean. */
  readonly printKinds: readonly PrintKind[];
  readonly firstDate: IsoDate;
  /** First and last instant that a tape starts and ends with: its first day's 04:00 at the latest. */
  readonly startAt: UnixMs;
  /** How many events there are; null when the tape is made up as it goes. */
  readonly eventsTotal: number | null;
  readonly history: BarHistory;
  open(): TapeReader;
}

/** Returns a chunk with room for `length` events. */
export function allocateChunk(length: number): TapeChunk {
  return {
    length,
    time: new Float64Array(length),
    kind: new Uint8Array(length),
    symbol: new Uint16Array(length),
    priceA: new Float64Array(length),
    priceB: new Float64Array(length),
    sizeA: new Uint32Array(length),
    sizeB: new Uint32Array(length),
  };
}

/** Packs a print's exchange (a letter) and kind into one number. */
export function packPrint(exchange: string, kind: number): number {
  return (exchange.charCodeAt(0) & 0xff) | (kind << 8);
}

/** Returns the print at a place of a tape, as bars need it. */
export function printAt(source: TapeSource, chunk: TapeChunk, index: number): Print {
  return {
    symbol: chunk.symbol[index] ?? 0,
    at: chunk.time[index] ?? 0,
    price: chunk.priceA[index] ?? 0,
    size: chunk.sizeA[index] ?? 0,
    counts: source.printKinds[(chunk.sizeB[index] ?? 0) >>> 8]?.counts ?? false,
  };
}
