import { type Ticker, ticker } from "@interlock/core/ids";
import type { LiveView } from "@interlock/api/view/live-view";
import { EdgeBook } from "../../apps/engine/src/edge/follow/edge-book.ts";
import { BoardWriter, createMarketBoard } from "../../apps/engine/src/edge/market-board.ts";
import { drawLiveView } from "../../apps/engine/src/edge/view/live-view.ts";
import { ViewClock } from "../../apps/engine/src/edge/view/view-clock.ts";
import { MORNING, quoteOf } from "./bench-engine.ts";

/** The picture of a market in which every symbol is quoted anew each time. */
export class MarketPicture {
  readonly #symbols: readonly Ticker[];
  readonly #board;
  readonly #writer;
  readonly #book = new EdgeBook();
  #updates = 0;

  constructor(symbols: number) {
    this.#symbols = Array.from({ length: symbols }, (_, n) => ticker(`S${n}`));
    this.#board = createMarketBoard(this.#symbols);
    this.#writer = new BoardWriter(this.#board, 100);
  }

  /** Quotes every symbol once, a step away from the quote before. */
  quoteAll(): void {
    this.#updates += 1;
    for (const symbol of this.#symbols)
      this.#writer.quote(quoteOf(symbol, MORNING, (this.#updates % 1_000) * 10_000));
  }

  /** Draws the picture as the edge does. */
  draw(): LiveView {
    return drawLiveView(
      {
        book: this.#book,
        board: this.#board,
        clock: new ViewClock(this.#board, MORNING),
        reports: [],
      },
      {
        wallNow: 0,
        phase: "running",
        projection: { lagMs: 0, error: "" },
        watchdogUp: true,
        audit: { fault: "", error: "", comparedTo: 0, comparedWhole: true },
        heads: { places: [], anchored: null, behindSince: null },
        notices: [],
      },
    );
  }
}
