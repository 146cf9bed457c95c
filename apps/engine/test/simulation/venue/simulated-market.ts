import { type Ticker, ticker } from "@interlock/core/ids";
import type { Quote } from "@interlock/core/market/quote";
import type { MarketTrade } from "@interlock/core/market/trade";
import { type Price, priceFromUnits, priceUnits } from "@interlock/core/number/price";
import type { Surroundings } from "../surroundings.ts";
import type { VenueFloor } from "../../../src/backtest/venue/venue-floor.ts";

/** The symbols of every simulation. */
export const SYMBOLS: readonly Ticker[] = ["SPY", "IBM", "BAC"].map(ticker);

const FIRST_CENTS: Readonly<Record<string, number>> = { SPY: 16_800, IBM: 9_000, BAC: 1_400 };
const QUOTE_MS = { least: 150, most: 1_200 };
const DEPTHS: readonly number[] = [8, 40, 150];

/** What the market tells. */
export type MarketEvent =
  | { readonly kind: "quote"; readonly quote: Quote }
  | { readonly kind: "trade"; readonly trade: MarketTrade };

/** A small market that walks at random: quotes with few shares on each side, and prints inside of them. */
export class SimulatedMarket {
  readonly #surroundings: Surroundings;
  readonly #floor: VenueFloor;
  readonly #tell: (event: MarketEvent) => void;
  readonly #depth: number;
  #open = true;

  constructor(surroundings: Surroundings, floor: VenueFloor, tell: (event: MarketEvent) => void) {
    this.#surroundings = surroundings;
    this.#floor = floor;
    this.#tell = tell;
    this.#depth = DEPTHS[surroundings.random.below(DEPTHS.length)] ?? 40;
  }

  /** Begins to quote every symbol. */
  start(): void {
    for (const symbol of SYMBOLS) this.#walk(symbol, FIRST_CENTS[symbol] ?? 5_000);
  }

  /** Quotes no more. */
  stop(): void {
    this.#open = false;
  }

  #walk(symbol: Ticker, cents: number): void {
    if (!this.#open) return;
    const { random, scheduler } = this.#surroundings;
    const jump = random.unit() < 0.01 ? cents / 200 : cents / 4_000;
    const next = Math.max(500, Math.round(cents + random.normal() * jump));
    this.#quote(symbol, next);
    if (random.unit() < 0.3) this.#print(symbol, next);
    scheduler.after(this.#surroundings.between(QUOTE_MS.least, QUOTE_MS.most), () =>
      this.#walk(symbol, next),
    );
  }

  #quote(symbol: Ticker, cents: number): void {
    const { random, scheduler } = this.#surroundings;
    const spread = 1 + random.below(3);
    const sides = {
      bid: dollars(cents),
      bidSize: 1 + random.below(this.#depth),
      ask: dollars(cents + spread),
      askSize: 1 + random.below(this.#depth),
    };
    this.#floor.give({ kind: "quote", symbol, ...sides });
    this.#tell({ kind: "quote", quote: { symbol, venueAt: scheduler.now, ...sides } });
  }

  #print(symbol: Ticker, cents: number): void {
    const { random, scheduler } = this.#surroundings;
    const price = dollars(cents + random.below(2));
    const size = 1 + random.below(this.#depth);
    this.#floor.give({ kind: "trade", symbol, price, size, counts: true });
    const venueAt = scheduler.now;
    this.#tell({
      kind: "trade",
      trade: { symbol, venueAt, price, size, exchange: "P", conditions: ["@"] },
    });
  }
}

function dollars(cents: number): Price {
  return priceFromUnits(cents * 10_000);
}

/** Returns the middle of what the venue shows of a symbol, in millionths of a dollar; 0 where it shows nothing. */
export function middleUnits({ venue }: VenueFloor, symbol: string): number {
  const book = venue.books.get(symbol);
  if (!book?.bid || !book.ask) return 0;
  return (priceUnits(book.bid) + priceUnits(book.ask)) / 2;
}
