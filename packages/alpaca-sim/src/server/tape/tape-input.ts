import { ticker } from "@interlock/core/ids";
import { priceFromUnits } from "@interlock/core/number/price";
import type { PrintKind } from "../../tape/print-kind.ts";
import type { TapeChunk, TapeSource } from "../../tape/tape-source.ts";
import type { QuoteInput, TradeInput } from "../../venue/venue-input.ts";

type Filled<T> = { -readonly [K in keyof T]: T[K] };

/** Turns events of a tape into inputs of the venue. One object of each kind is filled anew for every event. */
export class TapeInput {
  readonly #symbols: readonly string[];
  readonly #kinds: readonly PrintKind[];
  readonly #price = priceFromUnits(1);
  readonly #quote: Filled<QuoteInput> = {
    kind: "quote",
    at: 0,
    symbol: ticker(""),
    bid: null,
    bidSize: 0,
    ask: null,
    askSize: 0,
  };
  readonly #trade: Filled<TradeInput> = {
    kind: "trade",
    at: 0,
    symbol: ticker(""),
    price: this.#price,
    size: 0,
    counts: false,
  };

  /** Reads a tape's symbols and print kinds. */
  constructor(source: TapeSource) {
    this.#symbols = source.symbols;
    this.#kinds = source.printKinds;
  }

  /** Returns a quote as an input, valid until the next call. */
  quote(chunk: TapeChunk, index: number): QuoteInput {
    const input = this.#quote;
    input.at = chunk.time[index] ?? 0;
    input.symbol = this.#symbols[chunk.symbol[index] ?? 0] ?? "";
    input.bid = priceFromUnits(chunk.priceA[index] ?? 0);
    input.bidSize = chunk.sizeA[index] ?? 0;
    input.ask = priceFromUnits(chunk.priceB[index] ?? 0);
    input.askSize = chunk.sizeB[index] ?? 0;
    return input;
  }

  /** Returns a print as an input, valid until the next call. */
  trade(chunk: TapeChunk, index: number): TradeInput {
    const input = this.#trade;
    input.at = chunk.time[index] ?? 0;
    input.symbol = this.#symbols[chunk.symbol[index] ?? 0] ?? "";
    input.price = priceFromUnits(chunk.priceA[index] ?? 0);
    input.size = chunk.sizeA[index] ?? 0;
    input.counts = this.#kinds[(chunk.sizeB[index] ?? 0) >>> 8]?.counts ?? false;
    return input;
  }
}
