import type { QuoteInput, TradeInput } from "@interlock/alpaca-sim/venue/venue-input";
import {
  QUOTE_EVENT,
  type TapeChunk,
  type TapeSource,
} from "@interlock/alpaca-sim/tape/tape-source";
import { type Ticker, ticker } from "@interlock/core/ids";
import type { Quote } from "@interlock/core/market/quote";
import type { MarketTrade } from "@interlock/core/market/trade";
import { priceFromUnits } from "@interlock/core/number/price";
import type { UnixMs } from "@interlock/core/time";

/** One event of a tape, as the engine hears it and as the venue's book takes it. */
export type MarketEvent =
  | { readonly at: UnixMs; readonly heard: HeardQuote; readonly met: QuoteInput }
  | { readonly at: UnixMs; readonly heard: HeardTrade; readonly met: TradeInput };

interface HeardQuote {
  readonly kind: "quote";
  readonly quote: Quote;
}

interface HeardTrade {
  readonly kind: "trade";
  readonly trade: MarketTrade;
}

/** Reads a tape from its beginning, event by event, in its order. */
export function* marketEvents(source: TapeSource): Generator<MarketEvent> {
  const symbols = source.symbols.map((symbol) => ticker(symbol));
  const reader = source.open();
  for (let chunk = reader.next(); chunk !== null; chunk = reader.next())
    for (let index = 0; index < chunk.length; index += 1)
      yield eventAt({ source, symbols }, chunk, index);
}

interface NamedTape {
  readonly source: TapeSource;
  readonly symbols: readonly Ticker[];
}

function eventAt(tape: NamedTape, chunk: TapeChunk, index: number): MarketEvent {
  const at = chunk.time[index] ?? 0;
  const symbol = tape.symbols[chunk.symbol[index] ?? 0] ?? ticker("");
  return chunk.kind[index] === QUOTE_EVENT
    ? quoteAt(chunk, index, { at, symbol })
    : tradeAt({ chunk, index, source: tape.source }, { at, symbol });
}

interface Place {
  readonly at: UnixMs;
  readonly symbol: Ticker;
}

function quoteAt(chunk: TapeChunk, index: number, { at, symbol }: Place): MarketEvent {
  const sides = {
    bid: priceFromUnits(chunk.priceA[index] ?? 0),
    bidSize: chunk.sizeA[index] ?? 0,
    ask: priceFromUnits(chunk.priceB[index] ?? 0),
    askSize: chunk.sizeB[index] ?? 0,
  };
  const quote = { symbol, venueAt: at, ...sides };
  return { at, heard: { kind: "quote", quote }, met: { kind: "quote", at, symbol, ...sides } };
}

interface Print {
  readonly source: TapeSource;
  readonly chunk: TapeChunk;
  readonly index: number;
}

function tradeAt({ source, chunk, index }: Print, { at, symbol }: Place): MarketEvent {
  const price = priceFromUnits(chunk.priceA[index] ?? 0);
  const size = chunk.sizeA[index] ?? 0;
  const packed = chunk.sizeB[index] ?? 0;
  const { conditions, counts } = source.printKinds[packed >>> 8] ?? UNKNOWN_PRINT;
  const exchange = String.fromCharCode(packed & 0xff);
  const trade = { symbol, venueAt: at, price, size, exchange, conditions };
  return {
    at,
    heard: { kind: "trade", trade },
    met: { kind: "trade", at, symbol, price, size, counts },
  };
}

/** A print of a kind that the tape does not name sets no price. */
const UNKNOWN_PRINT = { conditions: [], counts: false };
