import { isTicker, type Ticker, ticker } from "@interlock/core/ids";
import type { RefusalReason } from "./market-data-event.ts";

/** Symbols learned under a wildcard subscription are kept up to this many; more are read each time anew. */
const LEARNED_MAX = 20_000;

interface Entry {
  readonly bytes: Uint8Array;
  readonly ticker: Ticker;
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] ?? 0)) & 0x3fffffff;
  return hash;
}

function sameBytes(entry: Entry, bytes: Uint8Array, start: number): boolean {
  const own = entry.bytes;
  for (let i = 0; i < own.length; i++) if (own[i] !== bytes[start + i]) return false;
  return true;
}

/**
 * The symbols that were asked for, found by their bytes in a frame without making a string: this is the hot path.
 * A symbol that nobody asked for is refused, so a confused venue cannot make us trade or remember what we do not know.
 */
export class TickerTable {
  readonly #byHash = new Map<number, Entry>();
  readonly #wanted = new Map<string, Ticker>();
  readonly #all: boolean;

  /** `symbols` may hold "*" for all. */
  constructor(symbols: Iterable<string>) {
    let all = false;
    for (const symbol of symbols) {
      if (symbol === "*") all = true;
      else this.#learn(symbol);
    }
    this.#all = all;
  }

  #learn(symbol: string): Ticker {
    const known = ticker(symbol);
    const bytes = Buffer.from(symbol, "latin1");
    this.#byHash.set(hashOf(bytes, 0, bytes.length), { bytes, ticker: known });
    this.#wanted.set(symbol, known);
    return known;
  }

  /** Finds the symbol written in `bytes` from `start` up to `end`. */
  findBytes(bytes: Uint8Array, start: number, end: number): Ticker | RefusalReason {
    const entry = this.#byHash.get(hashOf(bytes, start, end));
    if (
      entry !== undefined &&
      entry.bytes.length === end - start &&
      sameBytes(entry, bytes, start)
    ) {
      return entry.ticker;
    }
    return end - start > 16
      ? "bad_symbol"
      : this.find(Buffer.from(bytes.subarray(start, end)).toString("latin1"));
  }

  /** Finds a symbol given as a value of any type. */
  find(symbol: unknown): Ticker | RefusalReason {
    if (typeof symbol !== "string") return "bad_symbol";
    const known = this.#wanted.get(symbol);
    if (known !== undefined) return known;
    if (!isTicker(symbol)) return "bad_symbol";
    if (!this.#all) return "unrequested_symbol";
    return this.#wanted.size < LEARNED_MAX ? this.#learn(symbol) : ticker(symbol);
  }
}
