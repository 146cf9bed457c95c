import type { MarketDataEvent } from "@interlock/alpaca/frame/market-data-event";
import { SECOND_MS, type UnixMs } from "@interlock/core/time";
import type { BoardWriter } from "../../edge/market-board.ts";
import type { Engine } from "../../engine.ts";

/**
 * Hands market events to the engine one by one and keeps the shared board current. In a simulation it also tells the
 * engine the time, once per second of the tape: the clock's ticks then stand at the same place in every run.
 */
export class MarketFeed {
  readonly #engine: Engine;
  readonly #board: BoardWriter;
  readonly #ticksFromEvents: boolean;
  readonly #tick: () => void;
  #nextTickAt: UnixMs = 0;
  #events = 0;

  constructor(parts: {
    readonly engine: Engine;
    readonly board: BoardWriter;
    readonly ticksFromEvents: boolean;
    /** Gives the engine a clock input. */
    readonly tick: () => void;
  }) {
    this.#engine = parts.engine;
    this.#board = parts.board;
    this.#ticksFromEvents = parts.ticksFromEvents;
    this.#tick = parts.tick;
  }

  /** Market events taken since the start. */
  get events(): number {
    return this.#events;
  }

  /** Takes what one frame brought. */
  take(events: readonly MarketDataEvent[]): void {
    for (const event of events) {
      if (event.kind === "quote") this.#takeAt(event.quote.venueAt, event);
      else if (event.kind === "trade") this.#takeAt(event.trade.venueAt, event);
    }
    this.#board.countEvents(this.#events);
  }

  #takeAt(at: UnixMs, event: Exclude<MarketDataEvent, { readonly kind: "bar" }>): void {
    this.#events += 1;
    this.#engine.accept(event);
    if (event.kind === "quote") this.#board.quote(event.quote);
    else this.#board.trade(event.trade);
    if (!this.#ticksFromEvents || at < this.#nextTickAt) return;
    this.#nextTickAt = at - (at % SECOND_MS) + SECOND_MS;
    this.#tick();
  }
}
