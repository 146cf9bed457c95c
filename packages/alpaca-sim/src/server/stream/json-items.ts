import type { TapeChunk } from "../../tape/tape-source.ts";
import { averageOf, exchangeLetter } from "../../render/render-market-data.ts";
import type { BarItem, EncoderContext, ItemEncoder, Target } from "./item-encoder.ts";

const DOLLAR = 1_000_000;

/** Writes market data as JSON, key by key in the same order as MessagePack. */
export class JsonItems implements ItemEncoder {
  readonly #context: EncoderContext;
  readonly #conditions: readonly string[];
  #second = -1;
  #secondText = "";

  /** Prepares the texts that repeat. */
  constructor(context: EncoderContext) {
    this.#context = context;
    this.#conditions = context.printKinds.map(({ conditions }) => JSON.stringify(conditions));
  }

  quote(chunk: TapeChunk, index: number, { bytes, at }: Target): number {
    const asset = this.#context.assets[chunk.symbol[index] ?? 0];
    if (asset === undefined) return at;
    const exchange = exchangeLetter(asset.exchange);
    const text =
      `{"T":"q","S":"${asset.symbol}","bx":"${exchange}","bp":${(chunk.priceA[index] ?? 0) / DOLLAR}` +
      `,"bs":${chunk.sizeA[index] ?? 0},"ax":"${exchange}","ap":${(chunk.priceB[index] ?? 0) / DOLLAR}` +
      `,"as":${chunk.sizeB[index] ?? 0},"c":["R"],"t":"${this.#time(chunk.time[index] ?? 0)}"` +
      `,"z":"${asset.tape}"}`;
    return at + bytes.write(text, at, "latin1");
  }

  trade(chunk: TapeChunk, index: number, target: Target): number {
    const asset = this.#context.assets[chunk.symbol[index] ?? 0];
    if (asset === undefined) return target.at;
    const packed = chunk.sizeB[index] ?? 0;
    const text =
      `{"T":"t","S":"${asset.symbol}","i":${target.id},"x":"${String.fromCharCode(packed & 0xff)}"` +
      `,"p":${(chunk.priceA[index] ?? 0) / DOLLAR},"s":${chunk.sizeA[index] ?? 0}` +
      `,"c":${this.#conditions[packed >>> 8] ?? "[]"},"t":"${this.#time(chunk.time[index] ?? 0)}"` +
      `,"z":"${asset.tape}"}`;
    return target.at + target.bytes.write(text, target.at, "latin1");
  }

  bar({ kind, symbol, bar }: BarItem, { bytes, at }: Target): number {
    const text = JSON.stringify({
      T: kind,
      S: this.#context.assets[symbol]?.symbol ?? "",
      o: bar.open / DOLLAR,
      h: bar.high / DOLLAR,
      l: bar.low / DOLLAR,
      c: bar.close / DOLLAR,
      v: bar.volume,
      t: this.#time(bar.startAt),
      n: bar.count ?? 0,
      vw: averageOf(bar),
    });
    return at + bytes.write(text, at, "latin1");
  }

  /** Writes an instant as RFC 3339; the part up to the second is kept, for events come many a second. */
  #time(ms: number): string {
    const second = Math.floor(ms / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#secondText = new Date(second * 1_000).toISOString().slice(0, 19);
    }
    const rest = ms - second * 1_000;
    return rest === 0
      ? `${this.#secondText}Z`
      : `${this.#secondText}.${String(rest).padStart(3, "0")}Z`;
  }
}
