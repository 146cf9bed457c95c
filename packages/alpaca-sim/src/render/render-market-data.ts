import type { WireBar, WireQuote, WireTrade } from "@interlock/alpaca/wire/market-data";
import type { BarRecord } from "../tape/bars/bar-record.ts";
import type { PrintKind } from "../tape/print-kind.ts";
import type { TapeChunk } from "../tape/tape-source.ts";
import type { Asset } from "../venue/asset.ts";

const DOLLAR = 1_000_000;

/** Letter by which quotes and prints name a listing exchange. */
export function exchangeLetter(exchange: Asset["exchange"]): string {
  return exchange === "NYSE" ? "N" : exchange === "ARCA" ? "P" : "Q";
}

/** Returns the volume-weighted average price of a bar in dollars; its close where it is not known. */
export function averageOf(bar: BarRecord): number {
  const units = bar.value === null || bar.volume === 0 ? bar.close : bar.value / bar.volume;
  return Math.round(units) / DOLLAR;
}

/** Writes an instant as market data do: milliseconds only where there are any. */
function timeText(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** Returns a bar as the REST interface carries it; count and average are left out where they were not recorded. */
export function renderBar(bar: BarRecord): WireBar {
  return {
    t: timeText(bar.startAt),
    o: bar.open / DOLLAR,
    h: bar.high / DOLLAR,
    l: bar.low / DOLLAR,
    c: bar.close / DOLLAR,
    v: bar.volume,
    ...(bar.count === null ? {} : { n: bar.count }),
    ...(bar.value === null ? {} : { vw: averageOf(bar) }),
  };
}

/** A place on a tape, and what is needed to name what stands there. */
export interface TapePlace {
  readonly chunk: TapeChunk;
  readonly index: number;
  readonly id: number;
  readonly asset: Asset;
  readonly printKinds: readonly PrintKind[];
}

/** Returns a print as the REST interface carries it. */
export function renderTrade({ chunk, index, id, asset, printKinds }: TapePlace): WireTrade {
  const packed = chunk.sizeB[index] ?? 0;
  return {
    t: timeText(chunk.time[index] ?? 0),
    x: String.fromCharCode(packed & 0xff),
    p: (chunk.priceA[index] ?? 0) / DOLLAR,
    s: chunk.sizeA[index] ?? 0,
    c: [...(printKinds[packed >>> 8]?.conditions ?? [])],
    i: id,
    z: asset.tape,
  };
}

/** Returns a quote as the REST interface carries it. */
export function renderQuote({ chunk, index, asset }: TapePlace): WireQuote {
  const exchange = exchangeLetter(asset.exchange);
  return {
    t: timeText(chunk.time[index] ?? 0),
    bx: exchange,
    bp: (chunk.priceA[index] ?? 0) / DOLLAR,
    bs: chunk.sizeA[index] ?? 0,
    ax: exchange,
    ap: (chunk.priceB[index] ?? 0) / DOLLAR,
    as: chunk.sizeB[index] ?? 0,
    c: ["R"],
    z: asset.tape,
  };
}
