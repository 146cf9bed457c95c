import { encode } from "@msgpack/msgpack";
import type { BuiltBar } from "../../tape/bars/bar-builder.ts";
import type { TapeChunk } from "../../tape/tape-source.ts";
import type { DataClient } from "./data-client.ts";
import type { Encoding } from "./frame-buffer.ts";
import type { BarKind, EncoderContext, ItemEncoder, Target } from "./item-encoder.ts";
import { JsonItems } from "./json-items.ts";
import { MsgpackItems } from "./msgpack-items.ts";
import { CHANNEL_BITS } from "./subscriptions.ts";

const BAR_BITS = {
  b: CHANNEL_BITS.bars,
  d: CHANNEL_BITS.dailyBars,
  u: CHANNEL_BITS.updatedBars,
} as const;

/** The clients of one market-data stream. Each item is encoded once per encoding and copied to whoever wants it. */
export class Feed {
  readonly name: string;
  readonly clients: DataClient[] = [];
  readonly #encoders: Readonly<Record<Encoding, ItemEncoder>>;
  readonly #pings: boolean;
  readonly #target: Target = { bytes: Buffer.alloc(0), at: 0, id: 0 };

  /** `pings` tells whether the tape waits for this feed's readers. */
  constructor(name: string, context: EncoderContext, pings: boolean) {
    this.name = name;
    this.#pings = pings;
    this.#encoders = { msgpack: new MsgpackItems(context), json: new JsonItems(context) };
  }

  /** Offers a quote of the tape to the clients. */
  quote(chunk: TapeChunk, index: number): void {
    if (this.clients.length > 0) this.#offerTick(chunk, index, CHANNEL_BITS.quotes);
  }

  /** Offers a print of the tape, and the number that it has, to the clients. */
  trade(chunk: TapeChunk, index: number, id: number): void {
    this.#target.id = id;
    if (this.clients.length > 0) this.#offerTick(chunk, index, CHANNEL_BITS.trades);
  }

  /** Offers bars to the clients. */
  bars(kind: BarKind, built: readonly BuiltBar[]): void {
    for (const client of this.clients) {
      for (const { symbol, bar } of built) {
        if (((client.subscriptions.mask[symbol] ?? 0) & BAR_BITS[kind]) === 0) continue;
        this.#aim(client);
        client.frames.end(this.#encoders[client.encoding].bar({ kind, symbol, bar }, this.#target));
      }
    }
  }

  /** Offers any other item to those who subscribed to its channel. `T` must be its first field. */
  item(symbol: number, bits: number, fields: Readonly<Record<string, unknown>>): void {
    const bytes = {
      json: Buffer.from(JSON.stringify(fields)),
      msgpack: Buffer.from(encode(fields)),
    };
    for (const client of this.clients) {
      if (((client.subscriptions.mask[symbol] ?? 0) & bits) === 0) continue;
      const encoded = bytes[client.encoding];
      client.frames.copy(encoded, 0, encoded.length);
    }
  }

  /** Sends what was gathered, with a ping behind it. */
  flush(): void {
    for (const client of this.clients) {
      client.peer.together(() => {
        if (client.frames.flush() && this.#pings) client.peer.ping();
      });
    }
  }

  /** Adds a client that has signed in. */
  join(client: DataClient): void {
    this.clients.push(client);
  }

  /** Takes a client out; nothing happens when it is not in. */
  leave(client: DataClient): void {
    const at = this.clients.indexOf(client);
    if (at >= 0) this.clients.splice(at, 1);
  }

  #aim(client: DataClient): void {
    this.#target.at = client.frames.begin();
    this.#target.bytes = client.frames.bytes;
  }

  /** Hot: called for every event of the tape. */
  #offerTick(chunk: TapeChunk, index: number, bits: number): void {
    const symbol = chunk.symbol[index] ?? 0;
    let source: DataClient | null = null;
    let end = 0;
    for (const client of this.clients) {
      if (((client.subscriptions.mask[symbol] ?? 0) & bits) === 0) continue;
      if (source !== null && source.encoding === client.encoding) {
        client.frames.copy(source.frames.bytes, this.#target.at, end);
        continue;
      }
      source = client;
      this.#aim(client);
      const encoder = this.#encoders[client.encoding];
      end =
        bits === CHANNEL_BITS.quotes
          ? encoder.quote(chunk, index, this.#target)
          : encoder.trade(chunk, index, this.#target);
      client.frames.end(end);
    }
  }
}
