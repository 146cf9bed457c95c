import { marketDay, newYorkDate } from "@interlock/core/market/calendar";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import { BarBuilder, type BuiltBar } from "../../tape/bars/bar-builder.ts";
import { printAt, QUOTE_EVENT, type TapeSource } from "../../tape/tape-source.ts";
import type { OrderEvent } from "../../venue/order/order-event.ts";
import { step } from "../../venue/step.ts";
import type { VenueState } from "../../venue/venue-state.ts";
import type { Feed } from "../stream/feed.ts";
import type { DelayedTape } from "./delayed-tape.ts";
import { MarketBoard } from "./market-board.ts";
import { TapeCursor } from "./tape-cursor.ts";
import { TapeInput } from "./tape-input.ts";

/** What is played, to whom. */
export interface TapePlayerParts {
  readonly venue: VenueState;
  readonly source: TapeSource;
  /** Streams that get the tape as it happens. */
  readonly feeds: readonly Feed[];
  readonly delayed: DelayedTape;
  /** Market time that is played at once; divides a minute. */
  readonly windowMs: number;
}

/**
 * Plays the tape into the venue and out to the streams, one window of market time at a time: the streams get a
 * window's events in one go, and the venue stands at the window's end while its readers consider them. Starts and
 * ends of sessions are windows of their own, so that what happens then is told before anything else. Windows
 * without events are passed over.
 */
export class TapePlayer {
  readonly bars: BarBuilder;
  readonly board: MarketBoard;
  readonly #parts: TapePlayerParts;
  readonly #cursor: TapeCursor;
  readonly #input: TapeInput;
  #prints = 0;
  #endAt: UnixMs;
  #windows = 0;

  /** Stands before the first event. */
  constructor(parts: TapePlayerParts) {
    this.#parts = parts;
    this.#cursor = new TapeCursor(parts.source.open());
    this.#input = new TapeInput(parts.source);
    this.bars = new BarBuilder(parts.source.symbols.length);
    this.board = new MarketBoard(parts.source.symbols.length);
    this.#endAt = endOfDay(parts.source.startAt);
  }

  /** Number of events played. */
  get position(): number {
    return this.#cursor.position;
  }

  /** Number of windows played. */
  get windows(): number {
    return this.#windows;
  }

  /**
   * Returns when the next thing happens: an event, the start or end of a session, the end of a minute; infinity at
   * the end.
   */
  nextAt(): UnixMs {
    const eventAt = this.#cursor.nextAt();
    const due = Math.min(this.#parts.venue.nextBoundaryAt, this.bars.dueAt);
    if (eventAt < Number.POSITIVE_INFINITY) return Math.min(eventAt, due);
    return due <= this.#endAt ? due : Number.POSITIVE_INFINITY;
  }

  /** Plays the window in which the next thing happens; returns what happened to orders. */
  playWindow(): readonly OrderEvent[] {
    const at = this.nextAt();
    if (at === Number.POSITIVE_INFINITY) return [];
    this.#windows += 1;
    if (at >= this.bars.dueAt) this.#publishBars(at);
    if (at === this.#parts.venue.nextBoundaryAt) {
      const { events } = step(this.#parts.venue, { kind: "clock", at });
      this.#flush();
      return events;
    }
    const { windowMs, venue } = this.#parts;
    const end = at - (at % windowMs) + windowMs;
    const events = this.#playUntil(Math.min(end, venue.nextBoundaryAt), true);
    this.#flush();
    return events;
  }

  /** Plays everything before `until` without telling the streams. */
  skipUntil(until: UnixMs): void {
    while (this.nextAt() < until) this.#skipStretch(until, Number.POSITIVE_INFINITY);
    this.bars.finish(until);
    step(this.#parts.venue, { kind: "clock", at: until });
  }

  /** Plays up to a number of events without telling the streams, then lets the clock go to `at`. */
  skipTo(position: number, at: UnixMs): void {
    while (this.position < position && this.nextAt() < Number.POSITIVE_INFINITY) {
      this.#skipStretch(Number.POSITIVE_INFINITY, position);
    }
    step(this.#parts.venue, { kind: "clock", at });
  }

  #skipStretch(until: UnixMs, position: number): void {
    const { venue } = this.#parts;
    const at = this.nextAt();
    if (at >= this.bars.dueAt) this.bars.finish(at);
    if (at === venue.nextBoundaryAt) step(venue, { kind: "clock", at });
    else {
      const minuteEnd = at - (at % MINUTE_MS) + MINUTE_MS;
      this.#playUntil(Math.min(until, minuteEnd, venue.nextBoundaryAt), false, position);
    }
  }

  /** Hot: plays events before `limit`, up to event number `position`. */
  #playUntil(
    limit: UnixMs,
    tells: boolean,
    position = Number.POSITIVE_INFINITY,
  ): readonly OrderEvent[] {
    const { venue, feeds } = this.#parts;
    const cursor = this.#cursor;
    let happened: OrderEvent[] | null = null;
    while (cursor.position < position && cursor.nextAt() < limit) {
      const { chunk, index } = cursor;
      if (chunk === null) break;
      const isQuote = chunk.kind[index] === QUOTE_EVENT;
      if (isQuote) this.board.quote(chunk, index);
      else this.#notePrint();
      const input = isQuote ? this.#input.quote(chunk, index) : this.#input.trade(chunk, index);
      const { events } = step(venue, input);
      if (events.length > 0) happened = happened === null ? [...events] : happened.concat(events);
      if (tells) for (const feed of feeds) this.#offer(feed, isQuote);
      cursor.advance();
    }
    this.#endAt = Math.max(this.#endAt, endOfDay(venue.now));
    return happened ?? [];
  }

  #offer(feed: Feed, isQuote: boolean): void {
    const { chunk, index } = this.#cursor;
    if (chunk === null) return;
    if (isQuote) feed.quote(chunk, index);
    else feed.trade(chunk, index, this.#prints);
  }

  #notePrint(): void {
    const { chunk, index } = this.#cursor;
    if (chunk === null) return;
    this.#prints += 1;
    this.board.trade(chunk, index, this.#prints);
    const print = printAt(this.#parts.source, chunk, index);
    this.bars.add(print, this.#parts.venue.session === "regular");
  }

  #publishBars(at: UnixMs): void {
    const isOpen = this.#parts.venue.session === "regular";
    const built = this.bars.finish(at);
    const days: readonly BuiltBar[] = isOpen ? this.bars.days() : [];
    for (const feed of this.#parts.feeds) {
      feed.bars("b", built);
      feed.bars("d", days);
    }
  }

  #flush(): void {
    for (const feed of this.#parts.feeds) feed.flush();
    this.#parts.delayed.catchUp(this.#parts.venue.now);
  }
}

function endOfDay(time: UnixMs): UnixMs {
  return marketDay(newYorkDate(time))?.postCloseAt ?? time;
}
