import { allocateChunk, type TapeChunk, TRADE_EVENT } from "../tape-source.ts";

/** One made-up event; fields as in a tape's chunk, `offset` in milliseconds from the minute's start. */
export interface MadeEvent {
  readonly offset: number;
  readonly kind: number;
  readonly symbol: number;
  readonly priceA: number;
  readonly priceB: number;
  readonly sizeA: number;
  readonly sizeB: number;
}

/** Gathers the events of one minute in any order of symbols and puts them in the order of a tape. */
export class EventSink {
  readonly #symbols: number;
  #events: MadeEvent[] = [];

  /** Starts empty, for a universe of so many symbols. */
  constructor(symbols: number) {
    this.#symbols = symbols;
  }

  /** Adds an event. Those of one symbol and millisecond keep the order in which they are added. */
  add(event: MadeEvent): void {
    this.#events.push(event);
  }

  /** Returns the minute's events as a chunk, null for none, and starts anew. */
  take(startAt: number): TapeChunk | null {
    const events = this.#events;
    this.#events = [];
    return events.length === 0 ? null : this.#arrange(startAt, events);
  }

  #arrange(startAt: number, events: readonly MadeEvent[]): TapeChunk {
    const keys = new Float64Array(events.length);
    for (const [index, event] of events.entries()) {
      const time = event.offset * 2 + (event.kind === TRADE_EVENT ? 1 : 0);
      keys[index] = (time * this.#symbols + event.symbol) * events.length + index;
    }
    keys.sort();
    const chunk = allocateChunk(events.length);
    for (let at = 0; at < events.length; at++) {
      const event = events[(keys[at] ?? 0) % events.length];
      if (event !== undefined) write(chunk, { at, startAt, event });
    }
    return chunk;
  }
}

interface Placed {
  readonly at: number;
  readonly startAt: number;
  readonly event: MadeEvent;
}

function write(chunk: TapeChunk, { at, startAt, event }: Placed): void {
  chunk.time[at] = startAt + event.offset;
  chunk.kind[at] = event.kind;
  chunk.symbol[at] = event.symbol;
  chunk.priceA[at] = event.priceA;
  chunk.priceB[at] = event.priceB;
  chunk.sizeA[at] = event.sizeA;
  chunk.sizeB[at] = event.sizeB;
}
