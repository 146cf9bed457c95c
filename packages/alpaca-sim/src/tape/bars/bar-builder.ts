import { newYorkDate } from "@interlock/core/market/calendar";
import { fromIsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import type { BarRecord } from "./bar-record.ts";

/** The one symbol's bar that is being built; changed in place. */
interface OpenBar {
  startAt: UnixMs;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  count: number;
  value: number;
}

function freshBar(): OpenBar {
  return { startAt: -1, open: 0, high: 0, low: 0, close: 0, volume: 0, count: 0, value: 0 };
}

function begin(bar: OpenBar, startAt: UnixMs): void {
  bar.startAt = startAt;
  bar.open = 0;
  bar.high = 0;
  bar.low = 0;
  bar.close = 0;
  bar.volume = 0;
  bar.count = 0;
  bar.value = 0;
}

/** Prints that set no price add to volume, value and count alone. */
function add(bar: OpenBar, print: Print): void {
  bar.volume += print.size;
  bar.value += print.price * print.size;
  bar.count += 1;
  if (!print.counts) return;
  if (bar.open === 0) {
    bar.open = print.price;
    bar.high = print.price;
    bar.low = print.price;
  }
  if (print.price > bar.high) bar.high = print.price;
  if (print.price < bar.low) bar.low = print.price;
  bar.close = print.price;
}

/** A print as bars need it; `price` in millionths of a dollar. */
export interface Print {
  readonly symbol: number;
  readonly at: UnixMs;
  readonly price: number;
  readonly size: number;
  readonly counts: boolean;
}

/** Returns the bar of prints that began at `startAt`; null when none of them sets a price. */
export function buildBar(startAt: UnixMs, prints: readonly Print[]): BarRecord | null {
  const bar = freshBar();
  begin(bar, startAt);
  for (const print of prints) add(bar, print);
  return bar.open === 0 ? null : bar;
}

/** A bar that has become final, or a day's as it stands. */
export interface BuiltBar {
  readonly symbol: number;
  readonly bar: BarRecord;
}

/**
 * Builds minute bars and the day's bar from the prints of a tape. A minute bar is final once the minute is over; a
 * minute without a price-setting print has none. Bars of the present day stay for those who ask later.
 */
export class BarBuilder {
  readonly #minute: OpenBar[];
  readonly #day: OpenBar[];
  readonly #finished: BarRecord[][];
  #minuteEndsAt = Number.POSITIVE_INFINITY;
  #midnight = 0;
  #dayEndsAt = 0;

  /** Starts without a print; symbols are numbered as on the tape. */
  constructor(symbols: number) {
    const numbers = Array.from({ length: symbols }, (_, index) => index);
    this.#minute = numbers.map(freshBar);
    this.#day = numbers.map(freshBar);
    this.#finished = numbers.map(() => []);
  }

  /** When the minute that is being built is over; infinity while nothing is being built. */
  get dueAt(): UnixMs {
    return this.#minuteEndsAt;
  }

  /** Takes a print. Before it, `finish` must have been called for its time. */
  add(print: Print, isRegularSession: boolean): void {
    const minute = this.#minute[print.symbol];
    const day = this.#day[print.symbol];
    if (minute === undefined || day === undefined) return;
    const startAt = print.at - (print.at % MINUTE_MS);
    this.#minuteEndsAt = startAt + MINUTE_MS;
    if (minute.startAt !== startAt) begin(minute, startAt);
    add(minute, print);
    if (!isRegularSession) return;
    if (print.at >= this.#dayEndsAt) this.#turnDay(print.at);
    if (day.startAt !== this.#midnight) begin(day, this.#midnight);
    add(day, print);
  }

  /** Ends the minute if it is over at `at`, and returns its bars by symbol. */
  finish(at: UnixMs): readonly BuiltBar[] {
    if (at < this.#minuteEndsAt) return [];
    const startAt = this.#minuteEndsAt - MINUTE_MS;
    this.#minuteEndsAt = Number.POSITIVE_INFINITY;
    const built: BuiltBar[] = [];
    for (const [symbol, open] of this.#minute.entries()) {
      if (open.startAt !== startAt || open.open === 0) continue;
      const bar = { ...open };
      this.#keep(symbol, bar);
      built.push({ symbol, bar });
    }
    return built;
  }

  /**
   * Puts a bar in the place of the minute bar with the same start. Returns whether that one was final; the day's bar
   * stays as it is.
   */
  amend(symbol: number, bar: BarRecord): boolean {
    const open = this.#minute[symbol];
    const finished = this.#finished[symbol] ?? [];
    const at = finished.findIndex(({ startAt }) => startAt === bar.startAt);
    if (at >= 0) finished[at] = bar;
    else if (open?.startAt === bar.startAt) Object.assign(open, bar);
    return at >= 0;
  }

  /** Returns the day's bars as they stand, by symbol. */
  days(): readonly BuiltBar[] {
    return this.#day.flatMap((open, symbol) =>
      open.open === 0 ? [] : [{ symbol, bar: { ...open } }],
    );
  }

  /** Returns the day's bar of a symbol as it stands; null before the first print of the session. */
  day(symbol: number): BarRecord | null {
    const open = this.#day[symbol];
    return open === undefined || open.open === 0 ? null : { ...open };
  }

  /** Returns the finished minute bars of a symbol since the tape began, in time order. */
  minutes(symbol: number): readonly BarRecord[] {
    return this.#finished[symbol] ?? [];
  }

  #turnDay(at: UnixMs): void {
    const day = fromIsoDate(newYorkDate(at));
    this.#midnight = newYorkInstant(day, 0);
    this.#dayEndsAt = newYorkInstant(day + 1, 0);
  }

  #keep(symbol: number, bar: BarRecord): void {
    this.#finished[symbol]?.push(bar);
  }
}
