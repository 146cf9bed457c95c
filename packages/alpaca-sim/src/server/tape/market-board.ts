import type { TapeChunk } from "../../tape/tape-source.ts";

/** The last print or quote of a symbol: where on the tape it stands. */
export interface LastEvent {
  readonly chunk: TapeChunk;
  readonly index: number;
  /** Number of the print within the tape; 0 for quotes. */
  readonly id: number;
}

/** What was last seen of every symbol. Holds places on the tape, so that noting an event costs next to nothing. */
export class MarketBoard {
  readonly #quoteChunks: (TapeChunk | null)[];
  readonly #quoteAt: Int32Array;
  readonly #tradeChunks: (TapeChunk | null)[];
  readonly #tradeAt: Int32Array;
  readonly #tradeIds: Float64Array;

  /** Starts without anything seen. */
  constructor(symbols: number) {
    this.#quoteChunks = new Array<TapeChunk | null>(symbols).fill(null);
    this.#tradeChunks = new Array<TapeChunk | null>(symbols).fill(null);
    this.#quoteAt = new Int32Array(symbols);
    this.#tradeAt = new Int32Array(symbols);
    this.#tradeIds = new Float64Array(symbols);
  }

  /** Notes a quote. */
  quote(chunk: TapeChunk, index: number): void {
    const symbol = chunk.symbol[index] ?? 0;
    this.#quoteChunks[symbol] = chunk;
    this.#quoteAt[symbol] = index;
  }

  /** Notes a print and the number that it has. */
  trade(chunk: TapeChunk, index: number, id: number): void {
    const symbol = chunk.symbol[index] ?? 0;
    this.#tradeChunks[symbol] = chunk;
    this.#tradeAt[symbol] = index;
    this.#tradeIds[symbol] = id;
  }

  /** Returns the last quote of a symbol; null before the first. */
  lastQuote(symbol: number): LastEvent | null {
    const chunk = this.#quoteChunks[symbol] ?? null;
    return chunk === null ? null : { chunk, index: this.#quoteAt[symbol] ?? 0, id: 0 };
  }

  /** Returns the last print of a symbol; null before the first. */
  lastTrade(symbol: number): LastEvent | null {
    const chunk = this.#tradeChunks[symbol] ?? null;
    if (chunk === null) return null;
    return { chunk, index: this.#tradeAt[symbol] ?? 0, id: this.#tradeIds[symbol] ?? 0 };
  }
}
