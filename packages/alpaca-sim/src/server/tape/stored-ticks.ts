import { QUOTE_EVENT, type TapeChunk, type TapeSource } from "../../tape/tape-source.ts";
import type { TicksQuery } from "../../request/read-ticks-query.ts";
import type { TapePlayer } from "./tape-player.ts";
import { TapeCursor } from "./tape-cursor.ts";

/** An event of the tape that was played already. */
export interface StoredTick {
  readonly chunk: TapeChunk;
  readonly index: number;
  /** Number of the event on the tape. */
  readonly place: number;
  /** Number of the print among the prints; of a quote that of the last print before it. */
  readonly id: number;
}

/** Prints and quotes as far as the tape was played; never what is still to come. Each request reads it anew. */
export class StoredTicks {
  readonly #source: TapeSource;
  readonly #player: TapePlayer;

  /** Reads a source up to where a player stands. */
  constructor(source: TapeSource, player: TapePlayer) {
    this.#source = source;
    this.#player = player;
  }

  /**
   * Returns by symbol the events of one kind that a query wants, in its order: behind its page token, and one more
   * than its limit at most, so that it shows whether there are more.
   */
  select(kind: "quote" | "trade", query: TicksQuery): ReadonlyMap<string, readonly StoredTick[]> {
    const found = query.symbols.map((symbol) => new Gathered(symbol, query));
    const bySymbol = this.#source.symbols.map(
      (symbol) => found.find((gathered) => gathered.symbol === symbol) ?? null,
    );
    const cursor = new TapeCursor(this.#source.open());
    const wantsQuotes = kind === "quote";
    let prints = 0;
    while (cursor.position < this.#player.position && cursor.chunk !== null) {
      const { chunk, index, position } = cursor;
      const at = chunk.time[index] ?? 0;
      if (at > query.to) break;
      const isQuote = chunk.kind[index] === QUOTE_EVENT;
      if (!isQuote) prints += 1;
      const gathered = isQuote === wantsQuotes ? bySymbol[chunk.symbol[index] ?? 0] : null;
      if (at >= query.from && gathered !== null && gathered !== undefined) {
        gathered.take({ chunk, index, place: position, id: prints });
      }
      cursor.advance();
    }
    return new Map(found.map((gathered) => [gathered.symbol, gathered.ticks()]));
  }
}

/** The events of one symbol, no more of them than are needed. */
class Gathered {
  readonly symbol: string;
  readonly #most: number;
  readonly #isAscending: boolean;
  readonly #first: number;
  readonly #last: number;
  #ticks: StoredTick[] = [];

  constructor(symbol: string, { limit, sort, after }: TicksQuery) {
    this.symbol = symbol;
    this.#most = limit + 1;
    this.#isAscending = sort === "asc";
    const place = after === null || after.symbol !== symbol ? null : after.place;
    const isOver = after !== null && symbol < after.symbol;
    this.#first = this.#isAscending && place !== null ? place + 1 : 0;
    this.#last = isOver
      ? -1
      : !this.#isAscending && place !== null
        ? place - 1
        : Number.POSITIVE_INFINITY;
  }

  take(tick: StoredTick): void {
    if (tick.place < this.#first || tick.place > this.#last) return;
    if (this.#isAscending && this.#ticks.length >= this.#most) return;
    this.#ticks.push(tick);
    if (this.#ticks.length > 4 * this.#most) this.#ticks = this.#ticks.slice(-this.#most);
  }

  ticks(): readonly StoredTick[] {
    return this.#isAscending ? this.#ticks : this.#ticks.slice(-this.#most).reverse();
  }
}
