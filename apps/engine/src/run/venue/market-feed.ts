import type { MarketDataEvent } from "@interlock/alpaca/frame/market-data-event";
import { SECOND_MS } from "@interlock/core/time";
import type { BoardWriter } from "../../edge/market-board.ts";
import type { Engine } from "../../engine.ts";
import { MarketQueue, type MarketTick } from "./market-queue.ts";

/** What a feed works with. */
export interface MarketFeedParts {
  readonly engine: Pick<Engine, "accept">;
  readonly board: BoardWriter;
  readonly ticksFromEvents: boolean;
  /** Gives the engine a clock input. */
  readonly tick: () => void;
  /**
   * Whether events may wait and be conflated when they come faster than the engine decides. Never where a venue waits
   * for us: there every event is decided on before the next comes. Default false.
   */
  readonly conflates?: boolean;
}

/** Time that market events may take of one turn of the event loop, before orders, answers and commands have theirs. */
const TURN_MS = 4;
/** Events decided on between two looks at the clock. */
const STRIDE = 16;

/**
 * Hands market events to the engine one by one and keeps the shared board current. In a simulation it also tells the
 * engine the time, once per second of the tape: the clock's ticks then stand at the same place in every run.
 *
 * A real market may be faster than we are. Its events then take a bounded part of each turn and wait in a bounded
 * queue, so that reports of orders, which never wait here, and cancels meet a free thread. A halt waits for nothing.
 */
export class MarketFeed {
  readonly #parts: MarketFeedParts;
  readonly #queue = new MarketQueue();
  #nextTickAt = 0;
  #events = 0;
  /** When this turn of the event loop began to take events; null between turns. */
  #turnAt: number | null = null;
  #decidedInTurn = 0;
  #turnIsOver = false;
  #losing = false;

  constructor(parts: MarketFeedParts) {
    this.#parts = parts;
  }

  /** Market events taken since the start, those included that a newer one has replaced. */
  get events(): number {
    return this.#events;
  }

  /** How far the engine is behind the market, and what that has cost since the start. */
  get backlog(): { readonly waiting: number; readonly conflated: number; readonly lost: number } {
    const { size, conflated, lost } = this.#queue;
    return { waiting: size, conflated, lost };
  }

  /** Takes what one frame brought. */
  take(events: readonly MarketDataEvent[]): void {
    for (const event of events) {
      if (event.kind === "bar") continue;
      this.#events += 1;
      if (event.kind !== "quote" && event.kind !== "trade") this.#parts.engine.accept(event);
      else if (this.#parts.conflates === true) this.#takeInTurn(event);
      else this.#decide(event);
    }
    this.#parts.board.countEvents(this.#events, this.#queue);
  }

  #takeInTurn(event: MarketTick): void {
    if (this.#queue.size > 0 || !this.#hasTime()) {
      if (!this.#queue.add(event)) this.#tellLoss();
      return;
    }
    this.#decide(event);
  }

  /** A turn begins with the first event and ends when the loop comes round, whatever came in between. */
  #hasTime(): boolean {
    if (this.#turnAt === null) {
      this.#turnAt = performance.now();
      this.#decidedInTurn = 0;
      this.#turnIsOver = false;
      setImmediate(() => this.#nextTurn());
    }
    this.#decidedInTurn += 1;
    if (!this.#turnIsOver && this.#decidedInTurn % STRIDE === 0)
      this.#turnIsOver = performance.now() - this.#turnAt >= TURN_MS;
    return !this.#turnIsOver;
  }

  #nextTurn(): void {
    this.#turnAt = null;
    if (this.#queue.size === 0) {
      this.#losing = false;
      return;
    }
    while (this.#queue.size > 0 && this.#hasTime()) {
      const event = this.#queue.take();
      if (event !== undefined) this.#decide(event);
    }
    this.#parts.board.countEvents(this.#events, this.#queue);
  }

  /** Trades that are lost leave bars incomplete, like a gap of the stream; told once until the queue is empty again. */
  #tellLoss(): void {
    if (this.#losing) return;
    this.#losing = true;
    const reason = "the market was faster than the engine: trades were left out";
    this.#parts.engine.accept({ kind: "stream_gap", channel: "market_data", reason });
  }

  #decide(event: MarketTick): void {
    const { engine, board, ticksFromEvents, tick } = this.#parts;
    engine.accept(event);
    if (event.kind === "quote") board.quote(event.quote);
    else board.trade(event.trade);
    const at = event.kind === "quote" ? event.quote.venueAt : event.trade.venueAt;
    if (!ticksFromEvents || at < this.#nextTickAt) return;
    this.#nextTickAt = at - (at % SECOND_MS) + SECOND_MS;
    tick();
  }
}
