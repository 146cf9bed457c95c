import { MINUTE_MS } from "@interlock/core/time";
import { Random } from "../../venue/random.ts";
import { packPrint, QUOTE_EVENT, TRADE_EVENT } from "../tape-source.ts";
import type { MinuteShape } from "./day-shape.ts";
import type { EventSink } from "./event-sink.ts";
import type { SymbolProfile } from "./symbol-profile.ts";

/** Kinds of prints that the generator makes, by their number on its tapes. */
const PRINT = { regular: 0, oddLot: 1, sweep: 2, opening: 3, closing: 4 } as const;

const CENT = 10_000;
/** Regular minutes of a full day: a day's variance is spread over them. */
const REGULAR_MINUTES = 390;
/** Persistence of volatility from minute to minute, and how much it changes: bursts that last about half an hour. */
const CLUSTERING = 0.965;
const BURST = 0.16;
const EXCHANGES = ["Q", "P", "Z", "K", "N", "D", "D", "Y", "J", "X"];

/** What a symbol is on the tape. */
export interface WalkIdentity {
  readonly seed: string;
  readonly symbol: string;
  readonly index: number;
  readonly profile: SymbolProfile;
}

/**
 * One made-up stock: a price that walks in logarithms, with volatility that clusters and follows the hour, quotes
 * around it on the cent grid, and prints at bid and offer. What it does on a day depends on seed, date, symbol and
 * the price that it came with, never on the other symbols of the universe.
 */
export class SymbolWalk {
  readonly #identity: WalkIdentity;
  #random: Random;
  #logPrice: number;
  #burst = 0;
  #side = 1;
  #bid = 0;
  #ask = 0;

  /** Stands at the close before the first day. */
  constructor(identity: WalkIdentity) {
    this.#identity = identity;
    this.#random = new Random(identity.seed);
    this.#logPrice = Math.log(identity.profile.price);
  }

  /** Begins a day: the price jumps overnight, by about half of what it moves in a day. */
  beginDay(date: string): void {
    const { seed, symbol, profile } = this.#identity;
    this.#random = new Random(`${seed}/${date}/${symbol}`);
    this.#logPrice += overnightGap(this.#random, profile);
    this.#bid = 0;
  }

  /** Makes the events of one minute; `market` is the market's move in it, in standard deviations. */
  minute(shape: MinuteShape, market: number, sink: EventSink): void {
    const { profile } = this.#identity;
    const random = this.#random;
    this.#burst = CLUSTERING * this.#burst + BURST * random.normal();
    const sigma = minuteSigma(profile, shape) * Math.exp(this.#burst / 2);
    const quotes = random.poisson(profile.quotesPerMinute * shape.activity);
    const prints = random.poisson(profile.printsPerMinute * shape.activity);
    const first = this.#bid === 0 ? 1 : 0;
    const events = quotes + prints + first;
    if (events === 0) return;
    const drift = (0.6 * profile.beta * market * sigma) / events;
    const spread = shape.spread * (1 + Math.max(0, this.#burst));
    for (const offset of this.#offsets(events)) {
      this.#logPrice += drift + (0.8 * sigma * random.normal()) / Math.sqrt(events);
      const isQuote = this.#bid === 0 || random.unit() * events < quotes + first;
      if (isQuote) this.#quote(offset, spread, sink);
      else this.#print(offset, sink);
    }
  }

  /** Makes the single print of the opening or closing auction, between bid and offer. */
  auction(kind: "opening" | "closing", offset: number, sink: EventSink): void {
    if (this.#bid === 0) this.#quote(offset, 1, sink);
    const lots = 40 + this.#random.below(400);
    sink.add({
      offset,
      kind: TRADE_EVENT,
      symbol: this.#identity.index,
      priceA: this.#random.unit() < 0.5 ? this.#bid : this.#ask,
      priceB: 0,
      sizeA: 100 * lots,
      sizeB: packPrint("N", PRINT[kind]),
    });
  }

  #offsets(count: number): Float64Array {
    const offsets = new Float64Array(count);
    for (let at = 0; at < count; at++) offsets[at] = this.#random.below(MINUTE_MS);
    return offsets.sort();
  }

  #quote(offset: number, width: number, sink: EventSink): void {
    const random = this.#random;
    const { profile, index } = this.#identity;
    const cents = 1 + random.poisson(Math.max(0, profile.spreadCents * width - 1));
    const middle = Math.exp(this.#logPrice) * 100;
    const bid = Math.max(1, Math.floor(middle - cents / 2 + 0.5 * (random.unit() - 0.5)));
    this.#bid = bid * CENT;
    this.#ask = (bid + cents) * CENT;
    sink.add({
      offset,
      kind: QUOTE_EVENT,
      symbol: index,
      priceA: this.#bid,
      priceB: this.#ask,
      sizeA: this.#displayed(),
      sizeB: this.#displayed(),
    });
  }

  #displayed(): number {
    const lots = this.#identity.profile.lots * Math.exp(0.8 * this.#random.normal());
    return 100 * Math.max(1, Math.round(lots));
  }

  #print(offset: number, sink: EventSink): void {
    const random = this.#random;
    if (random.unit() < 0.35) this.#side = -this.#side;
    const draw = random.unit();
    const isOdd = draw < 0.3;
    const size = isOdd ? 1 + random.below(99) : 100 * roundLots(random, draw > 0.93);
    const regular = draw > 0.55 && draw < 0.7 ? PRINT.sweep : PRINT.regular;
    const exchange = EXCHANGES[random.below(EXCHANGES.length)] ?? "Q";
    sink.add({
      offset,
      kind: TRADE_EVENT,
      symbol: this.#identity.index,
      priceA: this.#side > 0 ? this.#ask : this.#bid,
      priceB: 0,
      sizeA: size,
      sizeB: packPrint(exchange, isOdd ? PRINT.oddLot : regular),
    });
  }
}

function roundLots(random: Random, isBlock: boolean): number {
  return isBlock ? 5 + random.below(60) : 1 + Math.floor(-1.2 * Math.log(1 - random.unit()));
}

/** Returns the standard deviation of the logarithm of the price over one minute. */
export function minuteSigma(profile: SymbolProfile, shape: MinuteShape): number {
  return (profile.dailyVolatility / Math.sqrt(REGULAR_MINUTES)) * shape.volatility;
}

/** Draws the jump of the logarithm of the price from one day's close to the next day's first quote. */
export function overnightGap(random: Random, profile: SymbolProfile): number {
  return 0.5 * profile.dailyVolatility * random.normal();
}
