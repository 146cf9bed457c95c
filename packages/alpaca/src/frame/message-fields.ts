import type { Ticker } from "@interlock/core/ids";
import type { Price } from "@interlock/core/number/price";
import { priceFromNumber } from "@interlock/core/number/price";
import type { UnixMs } from "@interlock/core/time";
import type { MarketDataEvent, RefusalReason } from "./market-data-event.ts";

/**
 * Where the fields of one quote or trade are gathered before they are checked, whatever the frame was encoded in.
 * NaN stands for a number that is missing or none. One object is filled anew for every message: this is the hot path.
 */
export interface MessageFields {
  symbol: Ticker | RefusalReason;
  time: UnixMs;
  price: number;
  size: number;
  bidPrice: number;
  bidSize: number;
  askPrice: number;
  askSize: number;
  exchange: string;
  conditions: readonly string[];
}

const NO_CONDITIONS: readonly string[] = Object.freeze([]);

/** Returns fields without any value. */
export function emptyFields(): MessageFields {
  return {
    symbol: "bad_symbol",
    time: Number.NaN,
    price: Number.NaN,
    size: Number.NaN,
    bidPrice: Number.NaN,
    bidSize: Number.NaN,
    askPrice: Number.NaN,
    askSize: Number.NaN,
    exchange: "",
    conditions: NO_CONDITIONS,
  };
}

/** Forgets the values of the message before. */
export function clearFields(fields: MessageFields): void {
  fields.symbol = "bad_symbol";
  fields.time = Number.NaN;
  fields.price = Number.NaN;
  fields.size = Number.NaN;
  fields.bidPrice = Number.NaN;
  fields.bidSize = Number.NaN;
  fields.askPrice = Number.NaN;
  fields.askSize = Number.NaN;
  fields.exchange = "";
  fields.conditions = NO_CONDITIONS;
}

/** Tells whether looking a symbol up gave a reason instead. */
export function isRefusedSymbol(symbol: Ticker | RefusalReason): symbol is RefusalReason {
  return symbol === "bad_symbol" || symbol === "unrequested_symbol";
}

function isTime(time: number): boolean {
  return Number.isSafeInteger(time) && time > 0;
}

function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size > 0;
}

/** A side with price 0 has no interest and is absent; any other price must be one, with a size. */
function readSide(price: number, size: number): Price | null | RefusalReason {
  if (Object.is(price, 0)) return null;
  const read = priceFromNumber(price);
  if (!read.ok) return "bad_price";
  return isSize(size) ? read.value : "bad_size";
}

/** Makes the quote out of its fields, or says why it is refused. */
export function quoteFrom(fields: MessageFields): MarketDataEvent | RefusalReason {
  const { symbol, time } = fields;
  if (isRefusedSymbol(symbol)) return symbol;
  if (!isTime(time)) return "bad_time";
  const bid = readSide(fields.bidPrice, fields.bidSize);
  if (typeof bid === "string") return bid;
  const ask = readSide(fields.askPrice, fields.askSize);
  if (typeof ask === "string") return ask;
  return {
    kind: "quote",
    quote: {
      symbol,
      venueAt: time,
      bid,
      bidSize: bid === null ? 0 : fields.bidSize,
      ask,
      askSize: ask === null ? 0 : fields.askSize,
    },
  };
}

/** Makes the market trade out of its fields, or says why it is refused. */
export function tradeFrom(fields: MessageFields): MarketDataEvent | RefusalReason {
  const { symbol, time, size, exchange, conditions } = fields;
  if (isRefusedSymbol(symbol)) return symbol;
  if (!isTime(time)) return "bad_time";
  const price = priceFromNumber(fields.price);
  if (!price.ok) return "bad_price";
  if (!isSize(size)) return "bad_size";
  return {
    kind: "trade",
    trade: { symbol, venueAt: time, price: price.value, size, exchange, conditions },
  };
}
