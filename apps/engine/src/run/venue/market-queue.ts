import type { MarketDataEvent } from "@interlock/alpaca/frame/market-data-event";
import type { Ticker } from "@interlock/core/ids";

/** A market event that may wait for the engine. Bars are made here, of trades. */
export type MarketTick = Extract<MarketDataEvent, { readonly kind: "quote" | "trade" }>;

interface Place {
  tick: MarketTick;
}

/** Trades that may wait; the newest of a symbol then takes the place of the one before. */
const TRADES_MAX = 10_000;

/**
 * Market events that wait for the engine, bounded: one quote of each symbol, and a number of trades.
 *
 * 1. A newer quote takes the place of the one that waits for the same symbol, where that stands: a symbol that never
 *    rests is decided on as often as any other, always on its newest quote.
 * 2. Trades make bars, so they all wait, up to the bound. Beyond it a newer trade takes the place of its symbol's last
 *    one, and that is a loss, which is told.
 */
export class MarketQueue {
  readonly #tradesMax: number;
  #places: Place[] = [];
  #first = 0;
  readonly #quotes = new Map<Ticker, Place>();
  readonly #lastTrades = new Map<Ticker, Place>();
  #trades = 0;
  #conflated = 0;
  #lost = 0;

  constructor(tradesMax = TRADES_MAX) {
    this.#tradesMax = tradesMax;
  }

  /** Events that wait. */
  get size(): number {
    return this.#places.length - this.#first;
  }

  /** Quotes that a newer one has replaced, and trades that are lost, since the start. */
  get conflated(): number {
    return this.#conflated;
  }

  get lost(): number {
    return this.#lost;
  }

  /** Puts an event where it waits. Returns false when a trade is lost by it. */
  add(tick: MarketTick): boolean {
    return tick.kind === "quote" ? this.#addQuote(tick) : this.#addTrade(tick);
  }

  /** Takes the event that waits longest; undefined when none does. */
  take(): MarketTick | undefined {
    const place = this.#places[this.#first];
    if (place === undefined) return undefined;
    this.#first += 1;
    if (this.#first === this.#places.length) {
      this.#places = [];
      this.#first = 0;
    }
    this.#forget(place);
    return place.tick;
  }

  #addQuote(tick: Extract<MarketTick, { readonly kind: "quote" }>): boolean {
    const waiting = this.#quotes.get(tick.quote.symbol);
    if (waiting === undefined) this.#quotes.set(tick.quote.symbol, this.#append(tick));
    else {
      waiting.tick = tick;
      this.#conflated += 1;
    }
    return true;
  }

  #addTrade(tick: Extract<MarketTick, { readonly kind: "trade" }>): boolean {
    const { symbol } = tick.trade;
    const waiting = this.#lastTrades.get(symbol);
    if (waiting !== undefined && this.#trades >= this.#tradesMax) {
      waiting.tick = tick;
      this.#lost += 1;
      return false;
    }
    this.#trades += 1;
    this.#lastTrades.set(symbol, this.#append(tick));
    return true;
  }

  #append(tick: MarketTick): Place {
    const place = { tick };
    this.#places.push(place);
    // What was taken leaves the list in large pieces, so that each event costs the same.
    if (this.#first > COMPACT_AT && this.#first * 2 > this.#places.length) {
      this.#places = this.#places.slice(this.#first);
      this.#first = 0;
    }
    return place;
  }

  #forget(place: Place): void {
    const { tick } = place;
    if (tick.kind === "quote") {
      this.#quotes.delete(tick.quote.symbol);
      return;
    }
    this.#trades -= 1;
    if (this.#lastTrades.get(tick.trade.symbol) === place)
      this.#lastTrades.delete(tick.trade.symbol);
  }
}

const COMPACT_AT = 4_096;
