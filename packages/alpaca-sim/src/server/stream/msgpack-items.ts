import type { TapeChunk } from "../../tape/tape-source.ts";
import type { Asset } from "../../venue/asset.ts";
import { averageOf, exchangeLetter } from "../../render/render-market-data.ts";
import type { BarItem, EncoderContext, ItemEncoder, Target } from "./item-encoder.ts";
import { MsgpackWriter, writeTimestamp64 } from "./msgpack-writer.ts";

const DOLLAR = 1_000_000;

/** A quote item of one symbol with the places of what changes. */
interface QuoteTemplate {
  readonly bytes: Buffer;
  readonly bidPrice: number;
  readonly bidSize: number;
  readonly askPrice: number;
  readonly askSize: number;
  readonly time: number;
}

/** Builds the quote item of an asset once; `T` is the first key, as some clients insist. */
function quoteTemplate(asset: Asset): QuoteTemplate {
  const writer = new MsgpackWriter(Buffer.alloc(256), 0);
  const exchange = exchangeLetter(asset.exchange);
  writer.map(11).text("T").text("q").text("S").text(asset.symbol).text("bx").text(exchange);
  const bidPrice = writer.text("bp").at + 1;
  const bidSize = writer.double(0).text("bs").at + 1;
  writer.whole(0).text("ax").text(exchange);
  const askPrice = writer.text("ap").at + 1;
  const askSize = writer.double(0).text("as").at + 1;
  writer.whole(0).text("c").array(1).text("R");
  const time = writer.text("t").at + 2;
  writer.time(0).text("z").text(asset.tape);
  const bytes = Buffer.from(writer.bytes.subarray(0, writer.at));
  return { bytes, bidPrice, bidSize, askPrice, askSize, time };
}

/** Writes market data as MessagePack. Quotes, which are most of it, are filled into a template of their symbol. */
export class MsgpackItems implements ItemEncoder {
  readonly #context: EncoderContext;
  readonly #quotes: readonly QuoteTemplate[];

  /** Prepares a template for every symbol. */
  constructor(context: EncoderContext) {
    this.#context = context;
    this.#quotes = context.assets.map(quoteTemplate);
  }

  quote(chunk: TapeChunk, index: number, { bytes, at }: Target): number {
    const template = this.#quotes[chunk.symbol[index] ?? 0];
    if (template === undefined) return at;
    bytes.set(template.bytes, at);
    bytes.writeDoubleBE((chunk.priceA[index] ?? 0) / DOLLAR, at + template.bidPrice);
    bytes.writeUInt32BE(chunk.sizeA[index] ?? 0, at + template.bidSize);
    bytes.writeDoubleBE((chunk.priceB[index] ?? 0) / DOLLAR, at + template.askPrice);
    bytes.writeUInt32BE(chunk.sizeB[index] ?? 0, at + template.askSize);
    writeTimestamp64(bytes, at + template.time, chunk.time[index] ?? 0);
    return at + template.bytes.length;
  }

  trade(chunk: TapeChunk, index: number, target: Target): number {
    const asset = this.#context.assets[chunk.symbol[index] ?? 0];
    if (asset === undefined) return target.at;
    const packed = chunk.sizeB[index] ?? 0;
    const conditions = this.#context.printKinds[packed >>> 8]?.conditions ?? [];
    const writer = new MsgpackWriter(target.bytes, target.at);
    writer.map(9).text("T").text("t").text("S").text(asset.symbol).text("i").whole(target.id);
    writer.text("x").text(String.fromCharCode(packed & 0xff));
    writer.text("p").double((chunk.priceA[index] ?? 0) / DOLLAR);
    writer.text("s").whole(chunk.sizeA[index] ?? 0);
    writer.text("c").array(conditions.length);
    for (const condition of conditions) writer.text(condition);
    writer
      .text("t")
      .time(chunk.time[index] ?? 0)
      .text("z")
      .text(asset.tape);
    return writer.at;
  }

  bar({ kind, symbol, bar }: BarItem, { bytes, at }: Target): number {
    const writer = new MsgpackWriter(bytes, at);
    const name = this.#context.assets[symbol]?.symbol ?? "";
    writer.map(10).text("T").text(kind).text("S").text(name);
    writer
      .text("o")
      .double(bar.open / DOLLAR)
      .text("h")
      .double(bar.high / DOLLAR);
    writer
      .text("l")
      .double(bar.low / DOLLAR)
      .text("c")
      .double(bar.close / DOLLAR);
    writer.text("v").whole(bar.volume).text("t").time(bar.startAt);
    writer
      .text("n")
      .whole(bar.count ?? 0)
      .text("vw")
      .double(averageOf(bar));
    return writer.at;
  }
}
