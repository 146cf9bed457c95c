import {
  allocateChunk,
  type QUOTE_EVENT,
  type TapeChunk,
  type TRADE_EVENT,
} from "../tape-source.ts";
import type { TickColumns } from "./read-ticks.ts";

/** One file's events and where they belong. */
export interface TickStream {
  readonly columns: TickColumns;
  readonly symbol: number;
  readonly kind: typeof QUOTE_EVENT | typeof TRADE_EVENT;
}

/**
 * Merges files into one tape by time. At the same millisecond: quotes before prints, then symbols in their given
 * order, then lines in the file's order. The same files always give the same tape.
 */
export function mergeTicks(streams: readonly TickStream[]): TapeChunk {
  const ordered = [...streams].sort((a, b) => a.kind - b.kind || a.symbol - b.symbol);
  const total = ordered.reduce((sum, { columns }) => sum + columns.length, 0);
  const chunk = allocateChunk(total);
  const heads = new Heads(ordered.map(({ columns }) => columns));
  for (let at = 0; at < total; ) {
    const winner = heads.first();
    const stream = ordered[winner];
    if (stream === undefined) break;
    const from = heads.position(winner);
    const until = heads.runEnd(winner);
    copyRun({ chunk, at, stream, from, until });
    heads.moveTo(winner, until);
    at += until - from;
  }
  return chunk;
}

interface Run {
  readonly chunk: TapeChunk;
  readonly at: number;
  readonly stream: TickStream;
  readonly from: number;
  readonly until: number;
}

function copyRun({ chunk, at, stream, from, until }: Run): void {
  const { columns } = stream;
  const end = at + until - from;
  chunk.time.set(columns.time.subarray(from, until), at);
  chunk.priceA.set(columns.priceA.subarray(from, until), at);
  chunk.priceB.set(columns.priceB.subarray(from, until), at);
  chunk.sizeA.set(columns.sizeA.subarray(from, until), at);
  chunk.sizeB.set(columns.sizeB.subarray(from, until), at);
  chunk.kind.fill(stream.kind, at, end);
  chunk.symbol.fill(stream.symbol, at, end);
}

/** A binary heap of files by the time of their next event; equal times by the files' order. */
class Heads {
  readonly #columns: readonly TickColumns[];
  readonly #at: Int32Array;
  readonly #heap: number[] = [];

  constructor(columns: readonly TickColumns[]) {
    this.#columns = columns;
    this.#at = new Int32Array(columns.length);
    for (let index = 0; index < columns.length; index++) {
      this.#heap.push(index);
      this.#raise(this.#heap.length - 1);
    }
  }

  first(): number {
    return this.#heap[0] ?? -1;
  }

  position(index: number): number {
    return this.#at[index] ?? 0;
  }

  /** Returns up to where the first file's events come before every other file's next one. */
  runEnd(winner: number): number {
    const columns = this.#columns[winner];
    if (columns === undefined) return 0;
    const rival = this.#second();
    const limit = rival < 0 ? Number.POSITIVE_INFINITY : this.#time(rival);
    let end = this.position(winner) + 1;
    while (end < columns.length && comesFirst(columns.time[end] ?? 0, limit, winner < rival)) end++;
    return end;
  }

  moveTo(winner: number, position: number): void {
    this.#at[winner] = position;
    if (position >= (this.#columns[winner]?.length ?? 0)) {
      const last = this.#heap.pop() ?? -1;
      if (this.#heap.length === 0) return;
      this.#heap[0] = last;
    }
    this.#sink();
  }

  #second(): number {
    const left = this.#heap[1] ?? -1;
    const right = this.#heap[2] ?? -1;
    if (left < 0 || right < 0) return Math.max(left, right);
    return this.#before(left, right) ? left : right;
  }

  #time(index: number): number {
    return this.#columns[index]?.time[this.#at[index] ?? 0] ?? Number.POSITIVE_INFINITY;
  }

  #before(a: number, b: number): boolean {
    return comesFirst(this.#time(a), this.#time(b), a < b);
  }

  #raise(position: number): void {
    let at = position;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(this.#heap[at] ?? -1, this.#heap[parent] ?? -1)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.#heap.length) return;
      const right = left + 1;
      const hasRight = right < this.#heap.length;
      const least =
        hasRight && this.#before(this.#heap[right] ?? -1, this.#heap[left] ?? -1) ? right : left;
      if (!this.#before(this.#heap[least] ?? -1, this.#heap[at] ?? -1)) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    const held = this.#heap[a] ?? -1;
    this.#heap[a] = this.#heap[b] ?? -1;
    this.#heap[b] = held;
  }
}

function comesFirst(time: number, other: number, winsTies: boolean): boolean {
  return time < other || (time === other && winsTies);
}
