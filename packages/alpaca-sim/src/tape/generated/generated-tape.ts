import { type MarketDay, marketDay, nextMarketDay } from "@interlock/core/market/calendar";
import type { IsoDate } from "@interlock/core/market/civil-date";
import { fail, ok, type Result } from "@interlock/core/result";
import { Random } from "../../venue/random.ts";
import { type PrintKind, REGULAR_PRINT } from "../print-kind.ts";
import type { TapeChunk, TapeReader, TapeSource } from "../tape-source.ts";
import { type MinuteShape, shapeOfDay } from "./day-shape.ts";
import { EventSink } from "./event-sink.ts";
import { generatedHistory } from "./generated-history.ts";
import { profileOf } from "./symbol-profile.ts";
import { SymbolWalk } from "./symbol-walk.ts";

/** What to make up. */
export interface GeneratedChoice {
  readonly seed: string;
  readonly firstDate: IsoDate;
  readonly symbols: readonly string[];
  /** Number of days; null for no end. */
  readonly days: number | null;
  /** Factor on the number of events, 1 for about two quotes a second and symbol. */
  readonly activity: number;
}

/** By number: regular, odd lot, intermarket sweep, opening auction, closing auction. */
const PRINT_KINDS: readonly PrintKind[] = [
  REGULAR_PRINT,
  { conditions: ["@", "I"], counts: false },
  { conditions: ["@", "F"], counts: true },
  { conditions: ["@", "O"], counts: true },
  { conditions: ["@", "6"], counts: true },
];

/**
 * Returns a tape of made-up days: the same choice gives the same bytes. Days follow each other, closed hours left
 * out.
 */
export function generatedTape(choice: GeneratedChoice): Result<TapeSource> {
  const day = marketDay(choice.firstDate);
  if (day === null) {
    return fail(`date ${choice.firstDate} is no market day; allowed is a day on which the market opens`);
  }
  return ok({
    symbols: choice.symbols,
    printKinds: PRINT_KINDS,
    firstDate: choice.firstDate,
    startAt: day.preOpenAt,
    eventsTotal: null,
    history: generatedHistory(choice),
    open: () => new GeneratedReader(choice, day),
  });
}

/** Makes one minute at a time, so that the first event comes at once and memory does not grow with the tape. */
class GeneratedReader implements TapeReader {
  readonly #choice: GeneratedChoice;
  readonly #walks: SymbolWalk[];
  readonly #sink: EventSink;
  #day: MarketDay;
  #dayNumber = 0;
  #minutes: MinuteShape[] = [];
  #at = 0;
  #market: Random;

  constructor(choice: GeneratedChoice, day: MarketDay) {
    this.#choice = choice;
    this.#day = day;
    this.#sink = new EventSink(choice.symbols.length);
    this.#market = new Random(choice.seed);
    this.#walks = choice.symbols.map((symbol, index) => {
      const profile = profileOf(choice.seed, symbol, choice.activity);
      return new SymbolWalk({ seed: choice.seed, symbol, index, profile });
    });
  }

  next(): TapeChunk | null {
    for (;;) {
      if (this.#at >= this.#minutes.length && !this.#beginDay()) return null;
      const shape = this.#minutes[this.#at];
      this.#at += 1;
      const chunk = shape === undefined ? null : this.#minute(shape);
      if (chunk !== null) return chunk;
    }
  }

  #beginDay(): boolean {
    const { days, seed } = this.#choice;
    if (days !== null && this.#dayNumber >= days) return false;
    if (this.#dayNumber > 0) this.#day = nextMarketDay(this.#day.date);
    this.#dayNumber += 1;
    this.#minutes = shapeOfDay(this.#day);
    this.#at = 0;
    this.#market = new Random(`${seed}/${this.#day.date}/market`);
    for (const walk of this.#walks) walk.beginDay(this.#day.date);
    return true;
  }

  #minute(shape: MinuteShape): TapeChunk | null {
    const market = this.#market.normal();
    for (const walk of this.#walks) {
      if (shape.startAt === this.#day.openAt) walk.auction("opening", 40, this.#sink);
      walk.minute(shape, market, this.#sink);
      if (shape.startAt === this.#day.closeAt) walk.auction("closing", 150, this.#sink);
    }
    return this.#sink.take(shape.startAt);
  }
}
