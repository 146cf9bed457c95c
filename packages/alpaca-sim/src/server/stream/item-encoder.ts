import type { Asset } from "../../venue/asset.ts";
import type { BarRecord } from "../../tape/bars/bar-record.ts";
import type { PrintKind } from "../../tape/print-kind.ts";
import type { TapeChunk } from "../../tape/tape-source.ts";

/** What encoders know of the tape: symbols and print kinds by number. */
export interface EncoderContext {
  readonly assets: readonly Asset[];
  readonly printKinds: readonly PrintKind[];
}

/** Kinds of bars: of a minute, of the day so far, of a minute corrected. */
export type BarKind = "b" | "d" | "u";

/** A bar to write. */
export interface BarItem {
  readonly kind: BarKind;
  readonly symbol: number;
  readonly bar: BarRecord;
}

/** Where to write an item. `id` is the number that a print gets. Reused from item to item. */
export interface Target {
  bytes: Buffer;
  at: number;
  id: number;
}

/** Writes items of market data in one encoding. Each method returns where the item ends. */
export interface ItemEncoder {
  quote(chunk: TapeChunk, index: number, target: Target): number;
  trade(chunk: TapeChunk, index: number, target: Target): number;
  bar(item: BarItem, target: Target): number;
}
