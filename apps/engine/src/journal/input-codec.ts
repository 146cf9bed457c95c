import { ticker } from "@interlock/core/ids";
import type { Quote } from "@interlock/core/market/quote";
import type { MarketTrade } from "@interlock/core/market/trade";
import { type Price, priceFromUnits, priceUnits } from "@interlock/core/number/price";
import type { UnixMs } from "@interlock/core/time";
import type { Input, InputBody } from "../input.ts";
import { getUint48, putUint48 } from "./segment/byte-writer.ts";
import type { TapeCodec, TapeSource, TapeTarget } from "./tape/tape-codec.ts";

/**
 * Inputs on the tape. Quotes, trades and clock ticks have fixed layouts; every other kind, and any
 * quote or trade with a value that its layout cannot hold exactly, is JSON. Prices are whole
 * millionths of a dollar, times whole milliseconds, sizes whole shares; u48 is six bytes.
 *
 *   quote  1  sides u8 (1 bid, 2 ask) · name u16 · time u48 · venue time u48
 *             bid u48 · ask u48 · bid size u32 · ask size u32
 *   trade  2  exchange u8 · name u16 · time u48 · venue time u48
 *             price u48 · size u32 · count u8 · conditions u8 each
 *   clock  3  time u48
 *   other  4  time f64 · length u32 · JSON of the body
 */
const QUOTE = 1;
const TRADE = 2;
const CLOCK = 3;
const OTHER = 4;

const QUOTE_BYTES = 36;
const TRADE_BYTES = 27;
const CLOCK_BYTES = 7;
const OTHER_BYTES = 13;

const UINT32_MAX = 0xffff_ffff;
const UINT48_MAX = 0xffff_ffff_ffff;
const SYMBOL_LENGTH_MAX = 64;
const CONDITIONS_MAX = 255;

/** The engine's inputs as the tape holds them. */
export const inputCodec: TapeCodec<Input> = {
  encode(input, target) {
    const { time, body } = input;
    if (body.kind === "quote" && fits(time, UINT48_MAX) && quoteFits(body.quote)) {
      encodeQuote(time, body.quote, target);
    } else if (body.kind === "trade" && fits(time, UINT48_MAX) && tradeFits(body.trade)) {
      encodeTrade(time, body.trade, target);
    } else if (body.kind === "clock" && fits(time, UINT48_MAX)) {
      const at = target.reserve(CLOCK_BYTES);
      target.view.setUint8(at, CLOCK);
      putUint48(target.view, at + 1, time);
    } else {
      encodeOther(time, body, target);
    }
  },

  decode(source) {
    const kind = source.view.getUint8(source.at);
    if (kind === QUOTE) return decodeQuote(source);
    if (kind === TRADE) return decodeTrade(source);
    if (kind === CLOCK) return decodeClock(source);
    if (kind === OTHER) return decodeOther(source);
    throw new RangeError(`kind ${kind} is none of an input`);
  },
};

function encodeQuote(time: UnixMs, quote: Quote, target: TapeTarget): void {
  const name = target.nameIndex(quote.symbol);
  const at = target.reserve(QUOTE_BYTES);
  const view = target.view;
  view.setUint8(at, QUOTE);
  view.setUint8(at + 1, (quote.bid === null ? 0 : 1) | (quote.ask === null ? 0 : 2));
  view.setUint16(at + 2, name, true);
  putUint48(view, at + 4, time);
  putUint48(view, at + 10, quote.venueAt);
  putUint48(view, at + 16, quote.bid === null ? 0 : priceUnits(quote.bid));
  putUint48(view, at + 22, quote.ask === null ? 0 : priceUnits(quote.ask));
  view.setUint32(at + 28, quote.bidSize, true);
  view.setUint32(at + 32, quote.askSize, true);
}

function decodeQuote(source: TapeSource): Input {
  const { view, at, seq } = source;
  const sides = view.getUint8(at + 1);
  const quote: Quote = {
    symbol: ticker(source.name(view.getUint16(at + 2, true))),
    venueAt: getUint48(view, at + 10),
    bid: (sides & 1) === 0 ? null : priceFromUnits(getUint48(view, at + 16)),
    bidSize: view.getUint32(at + 28, true),
    ask: (sides & 2) === 0 ? null : priceFromUnits(getUint48(view, at + 22)),
    askSize: view.getUint32(at + 32, true),
  };
  source.at += QUOTE_BYTES;
  return { seq, time: getUint48(view, at + 4), body: { kind: "quote", quote } };
}

function encodeTrade(time: UnixMs, trade: MarketTrade, target: TapeTarget): void {
  const name = target.nameIndex(trade.symbol);
  const { conditions } = trade;
  const at = target.reserve(TRADE_BYTES + conditions.length);
  const view = target.view;
  view.setUint8(at, TRADE);
  view.setUint8(at + 1, trade.exchange.charCodeAt(0));
  view.setUint16(at + 2, name, true);
  putUint48(view, at + 4, time);
  putUint48(view, at + 10, trade.venueAt);
  putUint48(view, at + 16, priceUnits(trade.price));
  view.setUint32(at + 22, trade.size, true);
  view.setUint8(at + 26, conditions.length);
  for (let i = 0; i < conditions.length; i += 1) {
    view.setUint8(at + TRADE_BYTES + i, conditions[i]?.charCodeAt(0) ?? 0);
  }
}

function decodeTrade(source: TapeSource): Input {
  const { view, at, seq } = source;
  const symbol = ticker(source.name(view.getUint16(at + 2, true)));
  const count = view.getUint8(at + 26);
  source.at += TRADE_BYTES;
  const trade: MarketTrade = {
    symbol,
    venueAt: getUint48(view, at + 10),
    price: priceFromUnits(getUint48(view, at + 16)),
    size: view.getUint32(at + 22, true),
    exchange: String.fromCharCode(view.getUint8(at + 1)),
    conditions: count === 0 ? [] : source.text(count).split(""),
  };
  return { seq, time: getUint48(view, at + 4), body: { kind: "trade", trade } };
}

function decodeClock(source: TapeSource): Input {
  const time = getUint48(source.view, source.at + 1);
  source.at += CLOCK_BYTES;
  return { seq: source.seq, time, body: { kind: "clock" } };
}

function encodeOther(time: UnixMs, body: InputBody, target: TapeTarget): void {
  const at = target.reserve(OTHER_BYTES);
  const length = target.bytes.text(JSON.stringify(body));
  target.view.setUint8(at, OTHER);
  target.view.setFloat64(at + 1, time, true);
  target.view.setUint32(at + 9, length, true);
}

function decodeOther(source: TapeSource): Input {
  const { view, at, seq } = source;
  const time = view.getFloat64(at + 1, true);
  source.at += OTHER_BYTES;
  const body = trustedBody(JSON.parse(source.text(view.getUint32(at + 9, true))));
  return { seq, time, body };
}

/** Our own bytes under a checksum: what was an input's body when it was written. */
function trustedBody(value: unknown): InputBody {
  return value as InputBody;
}

function quoteFits(quote: Quote): boolean {
  return (
    quote.symbol.length <= SYMBOL_LENGTH_MAX &&
    fits(quote.venueAt, UINT48_MAX) &&
    priceFits(quote.bid) &&
    priceFits(quote.ask) &&
    fits(quote.bidSize, UINT32_MAX) &&
    fits(quote.askSize, UINT32_MAX)
  );
}

function tradeFits(trade: MarketTrade): boolean {
  return (
    trade.symbol.length <= SYMBOL_LENGTH_MAX &&
    fits(trade.venueAt, UINT48_MAX) &&
    priceFits(trade.price) &&
    fits(trade.size, UINT32_MAX) &&
    isOneAsciiCharacter(trade.exchange) &&
    trade.conditions.length <= CONDITIONS_MAX &&
    trade.conditions.every(isOneAsciiCharacter)
  );
}

function priceFits(price: Price | null): boolean {
  return price === null || fits(priceUnits(price), UINT48_MAX);
}

function fits(value: number, max: number): boolean {
  return value >= 0 && value <= max && Number.isInteger(value) && !Object.is(value, -0);
}

function isOneAsciiCharacter(text: string): boolean {
  return text.length === 1 && text.charCodeAt(0) < 128;
}
