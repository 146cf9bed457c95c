import {
  decodeTimestampToTimeSpec,
  Decoder,
  EXT_TIMESTAMP,
  ExtensionCodec,
} from "@msgpack/msgpack";
import { mapBar } from "../mapping/bar.ts";
import {
  type NoticeFields,
  readBands,
  readCancellation,
  readCorrection,
  readStatus,
} from "../mapping/market-notice.ts";
import { readTime } from "../mapping/venue-time.ts";
import type { FrameTally } from "./frame-tally.ts";
import type { MarketDataEvent, RefusalReason } from "./market-data-event.ts";
import {
  clearFields,
  emptyFields,
  isRefusedSymbol,
  type MessageFields,
  quoteFrom,
  tradeFrom,
} from "./message-fields.ts";
import { FrameError } from "./msgpack-cursor.ts";
import type { TickerTable } from "./ticker-table.ts";

/** One decoded message of a market-data frame. */
export type FrameItem = Readonly<Record<string, unknown>>;

/** What one frame held: usable messages in order, and messages of the protocol itself. */
export interface FrameContents {
  readonly events: MarketDataEvent[];
  readonly controls: FrameItem[];
}

/** A time of MessagePack's extension -1. A kind of its own: no number passes for a time, nor a time for a number. */
class FrameInstant {
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }
}

/** Decodes MessagePack in full. */
export const itemDecoder = new Decoder({ extensionCodec: timestampCodec() });

function timestampCodec(): ExtensionCodec {
  const codec = new ExtensionCodec();
  codec.register({
    type: EXT_TIMESTAMP,
    encode: () => null,
    decode: (data) => {
      const { sec, nsec } = decodeTimestampToTimeSpec(data);
      return new FrameInstant(sec * 1_000 + Math.floor(nsec / 1_000_000));
    },
  });
  return codec;
}

/** Tells whether a decoded value can be a message. */
function isFrameItem(value: unknown): value is FrameItem {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

/** Reads a decoded time, of the extension or RFC 3339 text, in milliseconds. NaN for anything else. */
export function readItemTime(value: unknown): number {
  if (value instanceof FrameInstant) return value.ms;
  return typeof value === "string" ? (readTime(value) ?? Number.NaN) : Number.NaN;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === "string") : [];
}

/** Writes a message for a sample: its JSON, integers of 64 bits included. */
export function itemText(item: unknown): string {
  const text = JSON.stringify(item, (_key, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  return text ?? "";
}

/**
 * Reads decoded messages of any kind: the whole of a JSON frame, and what the fast reader of MessagePack leaves.
 * A message that cannot be used is counted; what is no message at all spoils the frame.
 */
export class ItemReader {
  readonly #tally: FrameTally;
  readonly #fields: MessageFields = emptyFields();

  constructor(tally: FrameTally) {
    this.#tally = tally;
  }

  /** Reads one message into `contents`. */
  read(item: unknown, symbols: TickerTable, contents: FrameContents): void {
    if (!isFrameItem(item) || typeof item.T !== "string") {
      throw new FrameError("a message without a kind");
    }
    switch (item.T) {
      case "t":
      case "q":
        this.#take(this.#readPrint(item, symbols), item, contents);
        return;
      case "b":
        this.#take(readBarItem(item, symbols, "bar"), item, contents);
        return;
      case "u":
        this.#take(readBarItem(item, symbols, "bar_revised"), item, contents);
        return;
      case "s":
      case "l":
      case "c":
      case "x":
        this.#takeNotice(item, symbols, contents);
        return;
      case "success":
      case "subscription":
      case "error":
        contents.controls.push(item);
        return;
      default:
        this.#tally.ignored(item.T);
    }
  }

  #take(read: MarketDataEvent | RefusalReason, item: FrameItem, contents: FrameContents): void {
    if (typeof read === "string") this.#tally.refused(read, () => itemText(item));
    else contents.events.push(read);
  }

  #takeNotice(item: FrameItem, symbols: TickerTable, contents: FrameContents): void {
    const read = readNotice(item, symbols);
    if (read === null) this.#tally.ignored(`${String(item.T)} ${String(item.sc)}`);
    else this.#take(read, item, contents);
  }

  #readPrint(item: FrameItem, symbols: TickerTable): MarketDataEvent | RefusalReason {
    const fields = this.#fields;
    clearFields(fields);
    fields.symbol = symbols.find(item.S);
    fields.time = readItemTime(item.t);
    if (item.T === "t") {
      fields.price = numberOf(item.p);
      fields.size = numberOf(item.s);
      fields.exchange = typeof item.x === "string" ? item.x : "";
      fields.conditions = textsOf(item.c);
      return tradeFrom(fields);
    }
    fields.bidPrice = numberOf(item.bp);
    fields.bidSize = numberOf(item.bs);
    fields.askPrice = numberOf(item.ap);
    fields.askSize = numberOf(item.as);
    return quoteFrom(fields);
  }
}

/** Null for a status that says nothing of whether its symbol trades. */
function readNotice(item: FrameItem, symbols: TickerTable): MarketDataEvent | RefusalReason | null {
  const symbol = symbols.find(item.S);
  if (isRefusedSymbol(symbol)) return symbol;
  const venueAt = readItemTime(item.t);
  if (!Number.isSafeInteger(venueAt) || venueAt <= 0) return "bad_time";
  const fields: NoticeFields = { symbol, venueAt, item };
  switch (item.T) {
    case "s": {
      const status = readStatus(fields);
      if (!status.ok) return "bad_status";
      return status.value === null ? null : { kind: "trading_status", status: status.value };
    }
    case "l": {
      const bands = readBands(fields);
      return bands.ok ? { kind: "price_bands", bands: bands.value } : "bad_bands";
    }
    default: {
      const amendment = item.T === "c" ? readCorrection(fields) : readCancellation(fields);
      return amendment.ok ? { kind: "trade_amended", amendment: amendment.value } : "bad_amendment";
    }
  }
}

function readBarItem(
  item: FrameItem,
  symbols: TickerTable,
  kind: "bar" | "bar_revised",
): MarketDataEvent | RefusalReason {
  const symbol = symbols.find(item.S);
  if (isRefusedSymbol(symbol)) return symbol;
  const startAt = readItemTime(item.t);
  if (!Number.isSafeInteger(startAt) || startAt <= 0) return "bad_time";
  const { o, h, l, c, v, n } = item;
  const bar = mapBar(symbol, startAt, { o, h, l, c, v, n });
  return bar.ok ? { kind, bar: bar.value } : "bad_bar";
}
