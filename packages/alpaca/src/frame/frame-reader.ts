import { FrameTally } from "./frame-tally.ts";
import {
  type FrameContents,
  ItemReader,
  itemDecoder,
  itemText,
  readItemTime,
} from "./item-reader.ts";
import type { MarketDataEvent, RefusalReason } from "./market-data-event.ts";
import {
  clearFields,
  emptyFields,
  type MessageFields,
  quoteFrom,
  tradeFrom,
} from "./message-fields.ts";
import { FrameError, MsgpackCursor } from "./msgpack-cursor.ts";
import { ListCache, singleCharacter } from "./text-cache.ts";
import { TickerTable } from "./ticker-table.ts";

/**
 * Turns a market-data frame into core objects. Quotes and trades in MessagePack are read straight from the bytes:
 * that is several times faster than decoding maps first and copying out of them. Everything else, JSON included, takes
 * the long way through ItemReader; both apply the same rules. A frame that cannot be read is dropped whole.
 */

/** Keys as their bytes, first byte high. */
const KEY = {
  T: 0x54,
  S: 0x53,
  t: 0x74,
  p: 0x70,
  s: 0x73,
  x: 0x78,
  c: 0x63,
  bp: 0x6270,
  bs: 0x6273,
  ap: 0x6170,
  as: 0x6173,
} as const;

const KIND_TRADE = 0x74;
const KIND_QUOTE = 0x71;
const utf8 = new TextDecoder("utf-8", { fatal: true });

function readTexts(encoded: Uint8Array): readonly string[] {
  const value = itemDecoder.decode(encoded);
  return Array.isArray(value) ? value.filter((text) => typeof text === "string") : [];
}

/** Reads frames of one connection. Not reentrant: one frame after the other. */
export class FrameReader {
  readonly tally: FrameTally;
  #symbols = new TickerTable([]);
  readonly #cursor = new MsgpackCursor();
  readonly #fields: MessageFields = emptyFields();
  readonly #lists = new ListCache();
  readonly #items: ItemReader;

  /** `tally` counts what comes. */
  constructor(tally = new FrameTally()) {
    this.tally = tally;
    this.#items = new ItemReader(tally);
  }

  /** Sets which symbols may appear; "*" stands for all. */
  expect(symbols: Iterable<string>): void {
    this.#symbols = new TickerTable(symbols);
  }

  /**
   * Reads a frame, text or MessagePack. Throws FrameError when it is malformed: then nothing of it may be used.
   */
  read(frame: Uint8Array, isBinary: boolean): FrameContents {
    const contents: FrameContents = { events: [], controls: [] };
    try {
      if (isBinary) this.#readMsgpack(frame, contents);
      else this.#readJson(frame, contents);
    } catch (error: unknown) {
      const why = error instanceof Error ? error.message : String(error);
      this.tally.malformed(why, () =>
        isBinary
          ? Buffer.from(frame.subarray(0, 1_000)).toString("hex")
          : Buffer.from(frame.subarray(0, 2_000)).toString(),
      );
      throw new FrameError(why);
    }
    this.tally.received(contents.events.length);
    return contents;
  }

  #readJson(frame: Uint8Array, contents: FrameContents): void {
    const items: unknown = JSON.parse(utf8.decode(frame));
    if (!Array.isArray(items)) throw new FrameError("not an array");
    for (const item of items) this.#items.read(item, this.#symbols, contents);
  }

  #readMsgpack(frame: Uint8Array, contents: FrameContents): void {
    const cursor = this.#cursor;
    cursor.open(frame);
    const length = cursor.arrayLength();
    for (let i = 0; i < length; i++) this.#readItem(contents);
    if (!cursor.atEnd) throw new FrameError("bytes after the end");
  }

  #readItem(contents: FrameContents): void {
    const cursor = this.#cursor;
    const start = cursor.position;
    const entries = cursor.mapLength();
    // Alpaca puts the kind first. Where it does not stand there, the long way finds it.
    const kind = entries > 0 && cursor.shortString() === KEY.T ? cursor.shortString() : -1;
    if (kind === KIND_QUOTE || kind === KIND_TRADE) {
      this.#readFields(entries - 1);
      const read = kind === KIND_QUOTE ? quoteFrom(this.#fields) : tradeFrom(this.#fields);
      this.#take(read, start, contents);
      return;
    }
    cursor.position = start;
    cursor.skip();
    const item = itemDecoder.decode(cursor.bytes.subarray(start, cursor.position));
    this.#items.read(item, this.#symbols, contents);
  }

  #take(read: MarketDataEvent | RefusalReason, start: number, contents: FrameContents): void {
    if (typeof read !== "string") {
      contents.events.push(read);
      return;
    }
    const { bytes, position } = this.#cursor;
    this.tally.refused(read, () => itemText(itemDecoder.decode(bytes.subarray(start, position))));
  }

  #readFields(entries: number): void {
    const cursor = this.#cursor;
    const fields = this.#fields;
    clearFields(fields);
    for (let i = 0; i < entries; i++) {
      const key = cursor.shortString();
      if (key < 0) cursor.skip();
      this.#readField(key, fields);
    }
  }

  #readField(key: number, fields: MessageFields): void {
    const cursor = this.#cursor;
    switch (key) {
      case KEY.S:
        fields.symbol = this.#readSymbol();
        return;
      case KEY.t:
        fields.time = this.#readTime();
        return;
      case KEY.p:
        fields.price = cursor.number();
        return;
      case KEY.s:
        fields.size = cursor.number();
        return;
      case KEY.bp:
        fields.bidPrice = cursor.number();
        return;
      case KEY.bs:
        fields.bidSize = cursor.number();
        return;
      case KEY.ap:
        fields.askPrice = cursor.number();
        return;
      case KEY.as:
        fields.askSize = cursor.number();
        return;
      case KEY.x:
        fields.exchange = this.#readExchange();
        return;
      case KEY.c:
        fields.conditions = this.#readConditions();
        return;
      default:
        cursor.skip();
    }
  }

  #readSymbol(): MessageFields["symbol"] {
    const cursor = this.#cursor;
    const length = cursor.stringLength();
    if (length < 0) {
      cursor.skip();
      return "bad_symbol";
    }
    const start = cursor.position;
    cursor.step(length);
    return this.#symbols.findBytes(cursor.bytes, start, cursor.position);
  }

  #readTime(): number {
    const cursor = this.#cursor;
    const time = cursor.timestamp();
    if (!Number.isNaN(time)) return time;
    const start = cursor.position;
    cursor.skip();
    return readItemTime(itemDecoder.decode(cursor.bytes.subarray(start, cursor.position)));
  }

  #readExchange(): string {
    const cursor = this.#cursor;
    const length = cursor.stringLength();
    if (length < 0) {
      cursor.skip();
      return "";
    }
    const start = cursor.position;
    cursor.step(length);
    if (length === 1) return singleCharacter(cursor.bytes[start] ?? -1);
    return utf8.decode(cursor.bytes.subarray(start, cursor.position));
  }

  #readConditions(): readonly string[] {
    const cursor = this.#cursor;
    const start = cursor.position;
    cursor.skip();
    return this.#lists.get({ bytes: cursor.bytes, start, end: cursor.position }, readTexts);
  }
}
