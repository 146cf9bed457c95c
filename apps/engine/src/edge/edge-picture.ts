import type { LiveView } from "@interlock/api/view/live-view";
import { endsByEvidence } from "@interlock/core/risk/trading-state";
import type { HeadPublisher } from "./anchor/head-publisher.ts";
import type { EdgeBook } from "./follow/edge-book.ts";
import { markFromBoard } from "./mark-from-board.ts";
import { type MarketBoard, readBeat } from "./market-board.ts";
import type { NoticesStatus } from "./notices/notice-desk.ts";
import type { AuditWatch } from "./project/audit-watch.ts";
import type { Projector } from "./project/projector.ts";
import type { TradingThread } from "./trading-thread.ts";
import { type EdgeFacts, health } from "./view/engine-section.ts";
import { drawLedgerView, drawLiveView, type LedgerView } from "./view/live-view.ts";
import type { LimitsNow } from "./view/limits/limit-usage.ts";
import { ViewClock } from "./view/view-clock.ts";

/** Parts that the picture is drawn from. */
export interface PictureParts {
  readonly book: EdgeBook;
  readonly board: MarketBoard;
  readonly projector: Projector;
  readonly trading: TradingThread;
  readonly audit: AuditWatch;
  readonly heads: HeadPublisher;
  readonly notices: () => NoticesStatus;
}

const HEARTBEAT_FRESH_MS = 5_000;

/** What the edge can say of the system at this moment. */
export class EdgePicture {
  readonly #parts: PictureParts;
  #ledger: { readonly journalSeq: number; readonly view: LedgerView } | null = null;

  constructor(parts: PictureParts) {
    this.#parts = parts;
  }

  /** Draws everything that consoles see. What only the journal changes is drawn once for each entry of it. */
  draw(): LiveView {
    const { book, board, trading } = this.#parts;
    markFromBoard(book, board);
    const clock = new ViewClock(board, book.state.time);
    if (this.#ledger?.journalSeq !== book.state.journalSeq)
      this.#ledger = { journalSeq: book.state.journalSeq, view: drawLedgerView(book) };
    const source = { book, board, clock, reports: trading.reports };
    return drawLiveView(source, this.#facts(), this.#ledger.view);
  }

  /** Changes with every market event and every journal entry. */
  version(): string {
    const { book, board } = this.#parts;
    return `${readBeat(board).events}/${book.state.journalSeq}`;
  }

  /** The venue's time, and how far the database is behind: both go on while nothing is journaled. */
  now(): LimitsNow {
    const { book, board, projector } = this.#parts;
    const { venueTime } = new ViewClock(board, book.state.time);
    return { venueTime, projectionLagMs: projector.status().lagMs };
  }

  /** Each part of the system with its state. */
  health(): ReturnType<typeof health> {
    return health(this.#parts.book, this.#parts.board, this.#facts());
  }

  /** Whether the engine may trade: a hold that no person can end says that it may not. */
  isReady(): boolean {
    const { book, board } = this.#parts;
    const { recovered, connections, trading } = book.state;
    const alive = Date.now() - readBeat(board).wallAt < HEARTBEAT_FRESH_MS;
    const able = trading.holds.every(({ source }) => !endsByEvidence(source));
    return alive && recovered && able && connections.order_stream && connections.market_data;
  }

  #facts(): EdgeFacts {
    const { book, projector, trading, audit, heads, notices } = this.#parts;
    return {
      wallNow: Date.now(),
      phase: book.state.recovered ? "running" : "recovering",
      projection: projector.status(),
      watchdogUp: trading.watchdogUp,
      audit: audit.status(),
      heads: heads.status(),
      notices: notices(),
    };
  }
}
