import { MINUTE_MS, type UnixMs } from "@interlock/core/time";
import { BarBuilder } from "../../tape/bars/bar-builder.ts";
import { printAt, QUOTE_EVENT, type TapeSource } from "../../tape/tape-source.ts";
import { venueSessionAt } from "../../venue/session.ts";
import type { Feed } from "../stream/feed.ts";
import { TapeCursor } from "./tape-cursor.ts";

/** By how much the delayed feed lags, as its contract says. */
const DELAY_MS = 15 * MINUTE_MS;

/**
 * Plays the same tape a second time, a quarter of an hour later, to the readers of the delayed feed. Idle without
 * readers.
 */
export class DelayedTape {
  readonly #source: TapeSource;
  readonly #feed: Feed;
  readonly #bars: BarBuilder;
  #cursor: TapeCursor | null = null;
  #prints = 0;

  /** Stands before the first event. */
  constructor(source: TapeSource, feed: Feed) {
    this.#source = source;
    this.#feed = feed;
    this.#bars = new BarBuilder(source.symbols.length);
  }

  /** Plays everything up to a quarter of an hour before `now`. */
  catchUp(now: UnixMs): void {
    if (this.#feed.clients.length === 0) return;
    const isNew = this.#cursor === null;
    this.#cursor ??= new TapeCursor(this.#source.open());
    const until = now - DELAY_MS;
    for (let at = this.#cursor.nextAt(); at <= until; at = this.#cursor.nextAt()) {
      this.#publishBars(at, isNew);
      this.#play(this.#cursor, isNew);
      this.#cursor.advance();
    }
    this.#feed.flush();
  }

  #publishBars(at: UnixMs, isSilent: boolean): void {
    if (at < this.#bars.dueAt) return;
    const built = this.#bars.finish(at);
    if (isSilent) return;
    this.#feed.bars("b", built);
    if (venueSessionAt(at) === "regular") this.#feed.bars("d", this.#bars.days());
  }

  #play({ chunk, index }: TapeCursor, isSilent: boolean): void {
    if (chunk === null) return;
    const isQuote = chunk.kind[index] === QUOTE_EVENT;
    if (!isQuote) {
      const print = printAt(this.#source, chunk, index);
      this.#prints += 1;
      this.#bars.add(print, venueSessionAt(print.at) === "regular");
    }
    if (isSilent) return;
    if (isQuote) this.#feed.quote(chunk, index);
    else this.#feed.trade(chunk, index, this.#prints);
  }
}
