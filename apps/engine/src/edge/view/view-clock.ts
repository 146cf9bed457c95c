import type { Ticker } from "@interlock/core/ids";
import type { Freshness } from "@interlock/api/view/scalars";
import type { UnixMs } from "@interlock/core/time";
import { type MarketBoard, readBeat, readRow } from "../market-board.ts";

/** The instant for which a view is drawn: the venue's time, and how old each figure is by it. */
export class ViewClock {
  readonly venueTime: UnixMs;
  readonly #board: MarketBoard;

  constructor(board: MarketBoard, journalTime: UnixMs) {
    this.#board = board;
    this.venueTime = Math.max(readBeat(board).venueTime, journalTime);
  }

  /** Age of a figure by its source; unknown when there is no source time. */
  freshness(sourceAt: UnixMs | null): Freshness {
    if (sourceAt === null) return { sourceAt: null, ageMs: null };
    return { sourceAt, ageMs: Math.max(0, this.venueTime - sourceAt) };
  }

  /** When the market made what a symbol is marked at; null before it made any. */
  markAt(symbol: Ticker): UnixMs | null {
    const index = this.#board.symbols.indexOf(symbol);
    if (index < 0) return null;
    const { markAt } = readRow(this.#board, index);
    return markAt > 0 ? markAt : null;
  }
}
