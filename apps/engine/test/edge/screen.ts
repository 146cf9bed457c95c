import { liveView, type LiveView } from "@interlock/api/view/live-view";
import { ticker } from "@interlock/core/ids";
import { price } from "@interlock/core/number/price";
import { EdgeBook } from "../../src/edge/follow/edge-book.ts";
import { BoardWriter, createMarketBoard, type MarketBoard } from "../../src/edge/market-board.ts";
import { markFromBoard } from "../../src/edge/mark-from-board.ts";
import type { EdgeFacts } from "../../src/edge/view/engine-section.ts";
import { drawLiveView } from "../../src/edge/view/live-view.ts";
import type { StrategyReport } from "../../src/edge/view/position-section.ts";
import { ViewClock } from "../../src/edge/view/view-clock.ts";
import { showConditions, showMoves } from "../../src/run/venue/show-latest.ts";
import type { JournalEntry } from "../../src/record.ts";
import type { EngineState } from "../../src/state.ts";
import { type Rig, settings } from "../rig.ts";

/** A host's clock on which the decision loop has just completed a cycle. */
const WALL = 1_790_000_000_000;

/**
 * What a console would show of a rig: the edge's book, folded from the rig's journal as it reads from the disk, beside
 * the market board.
 */
export class Screen {
  readonly board: MarketBoard = createMarketBoard(settings().symbols);
  readonly market = new BoardWriter(this.board, settings().markSpreadMaxBps);
  readonly book: EdgeBook;
  readonly rig: Rig;
  facts: EdgeFacts = {
    wallNow: WALL,
    phase: "running",
    projection: { lagMs: 0, error: "" },
    watchdogUp: true,
    audit: { fault: "", error: "", comparedTo: 0, comparedWhole: true },
    heads: { places: [], anchored: null, behindSince: null },
    notices: [],
  };
  reports: readonly StrategyReport[] = [];
  #taken = 0;

  constructor(rig: Rig, start?: EngineState) {
    this.rig = rig;
    this.book = new EdgeBook(start);
    if (start !== undefined) this.#taken = rig.entries.length;
    this.follow();
  }

  /** Takes what the rig has journaled since, and its time. */
  follow(): this {
    for (const entry of this.rig.entries.slice(this.#taken)) this.book.take(asRead(entry));
    this.#taken = this.rig.entries.length;
    const { state, views, time } = this.rig;
    showConditions(this.market, views, time);
    const windowMs = state.limits?.values.breakerPriceMoveWindowMs ?? 0;
    showMoves(this.market, views, { time, windowMs });
    this.market.beat({ wallAt: WALL, cycles: 1, venueTime: this.rig.time });
    return this;
  }

  /** Quotes a symbol to the engine and on the board, as the market feed does. */
  quote(symbol: string, bid: string | null, ask: string | null): this {
    const sides = { bid: bid === null ? null : price(bid), ask: ask === null ? null : price(ask) };
    const quote = {
      symbol: ticker(symbol),
      venueAt: this.rig.time,
      bidSize: 500,
      askSize: 500,
      ...sides,
    };
    this.rig.give({ kind: "quote", quote });
    this.market.quote(quote);
    return this.follow();
  }

  /** Prints a trade to the engine and on the board. */
  trade(symbol: string, at: string, conditions: readonly string[] = []): this {
    const trade = {
      symbol: ticker(symbol),
      venueAt: this.rig.time,
      price: price(at),
      size: 100,
      exchange: "N",
      conditions,
    };
    this.rig.give({ kind: "trade", trade });
    this.market.trade(trade);
    return this.follow();
  }

  /** The instant at which the console looks. */
  clock(): ViewClock {
    return new ViewClock(this.board, this.book.state.time);
  }

  /** Draws the whole picture, which must be what the contract with the console says. */
  draw(): LiveView {
    this.follow();
    markFromBoard(this.book, this.board);
    const { book, board, reports } = this;
    return liveView
      .strict()
      .parse(drawLiveView({ book, board, clock: this.clock(), reports }, this.facts));
  }
}

/** An entry as it comes out of the journal. */
export function asRead(entry: JournalEntry): JournalEntry {
  return JSON.parse(JSON.stringify(entry)) as JournalEntry;
}
