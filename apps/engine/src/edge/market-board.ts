import type { Ticker } from "@interlock/core/ids";
import { MARKET_CONDITIONS, type MarketCondition } from "@interlock/core/market/market-condition";
import { isMark, midpoint, type Quote } from "@interlock/core/market/quote";
import type { MarketTrade } from "@interlock/core/market/trade";
import { countsForPrice } from "@interlock/core/market/trade-condition";
import { priceUnits } from "@interlock/core/number/price";

/**
 * The latest market, shared with the edge's thread without a message: the trading thread stores a few numbers per tick,
 * the edge reads them when it draws. A reader may see one number newer than its neighbor; for a picture ten times a
 * second that does no harm, and nothing is decided from it.
 */
export interface MarketBoard {
  readonly cells: Float64Array<SharedArrayBuffer>;
  readonly symbols: readonly Ticker[];
}

/** Cells before the first symbol. */
const HEADER = 10;
const HEARTBEAT = 0;
const CYCLES = 1;
const VENUE_TIME = 2;
const EVENTS = 3;
const WAITING = 4;
const CONFLATED = 5;
const LOST = 6;
const DISK_SHARE = 7;
const MEMORY_SHARE = 8;
const LOOP_LAG_MS = 9;

/** Cells of one symbol. Prices in millionths of a dollar, 0 where there is none. */
const ROW = 10;
const BID = 0;
const ASK = 1;
const QUOTE_AT = 2;
const LAST = 3;
const LAST_AT = 4;
const MARK = 5;
const MARK_AT = 6;
/** 1 while the latest quote is a mark: a print is none meanwhile. */
const QUOTED = 7;
/** What keeps new risk from the symbol, by its number in MARKET_CONDITIONS. */
const CONDITION = 8;
/** The move that the circuit breaker reads, in hundredths of a percent. */
const MOVE_BPS = 9;

/** Returns a board for the configured symbols, in their order. */
export function createMarketBoard(symbols: readonly Ticker[]): MarketBoard {
  const bytes = (HEADER + symbols.length * ROW) * Float64Array.BYTES_PER_ELEMENT;
  const cells = new Float64Array(new SharedArrayBuffer(bytes));
  // Nothing has been seen of any symbol: that it trades would be a guess.
  const unknown = MARKET_CONDITIONS.indexOf("status_unknown");
  symbols.forEach((_, index) => {
    cells[HEADER + index * ROW + CONDITION] = unknown;
  });
  return { cells, symbols };
}

/** What the board says of a symbol. */
export interface BoardRow {
  readonly bidUnits: number;
  readonly askUnits: number;
  readonly quoteAt: number;
  readonly lastUnits: number;
  readonly lastAt: number;
  /** What positions are marked at, and when its source was made: older than the latest quote while that is no mark. */
  readonly markUnits: number;
  readonly markAt: number;
  /** A halt is not among them: it is in the journal. */
  readonly condition: MarketCondition;
  /** How far the price of what is held moved within the circuit breaker's window, in hundredths of a percent. */
  readonly moveBps: number;
}

/**
 * Writes the market side of the trading thread. What marks a position follows the rule of the trading thread
 * (`market-data/observe-market.ts`): the midpoint of the latest quote, or the last print while that quote is no mark.
 */
export class BoardWriter {
  readonly #cells: Float64Array;
  readonly #rows: ReadonlyMap<string, number>;
  readonly #spreadMaxBps: number;

  constructor(board: MarketBoard, spreadMaxBps: number) {
    this.#spreadMaxBps = spreadMaxBps;
    this.#cells = board.cells;
    this.#rows = new Map(board.symbols.map((symbol, index) => [symbol, HEADER + index * ROW]));
  }

  /** Takes a quote; whether it is a mark is said by who knows better, e.g. that it is of yesterday. */
  quote(quote: Quote, marks = isMark(quote, this.#spreadMaxBps)): void {
    const row = this.#rows.get(quote.symbol);
    if (row === undefined) return;
    this.#cells[row + BID] = quote.bid === null ? 0 : priceUnits(quote.bid);
    this.#cells[row + ASK] = quote.ask === null ? 0 : priceUnits(quote.ask);
    this.#cells[row + QUOTE_AT] = quote.venueAt;
    const mark = marks ? midpoint(quote) : null;
    this.#cells[row + QUOTED] = mark === null ? 0 : 1;
    if (mark === null) return;
    this.#mark(row, priceUnits(mark), quote.venueAt);
  }

  trade(trade: MarketTrade): void {
    const row = this.#rows.get(trade.symbol);
    if (row === undefined || !countsForPrice(trade.conditions)) return;
    const units = priceUnits(trade.price);
    this.#cells[row + LAST] = units;
    this.#cells[row + LAST_AT] = trade.venueAt;
    if (this.#cells[row + QUOTED] === 0) this.#mark(row, units, trade.venueAt);
  }

  /** Says what keeps new risk from a symbol. */
  condition(symbol: Ticker, condition: MarketCondition): void {
    const row = this.#rows.get(symbol);
    if (row !== undefined) this.#cells[row + CONDITION] = MARKET_CONDITIONS.indexOf(condition);
  }

  /** Says how far a price has moved, as the circuit breaker reads it. */
  move(symbol: Ticker, bps: number): void {
    const row = this.#rows.get(symbol);
    if (row !== undefined) this.#cells[row + MOVE_BPS] = bps;
  }

  #mark(row: number, units: number, at: number): void {
    this.#cells[row + MARK] = units;
    this.#cells[row + MARK_AT] = at;
  }

  /** Says that a decision cycle was completed; `wallAt` is the host's clock, for the age of the heartbeat. */
  beat(beat: {
    readonly wallAt: number;
    readonly cycles: number;
    readonly venueTime: number;
  }): void {
    this.#cells[HEARTBEAT] = beat.wallAt;
    this.#cells[CYCLES] = beat.cycles;
    this.#cells[VENUE_TIME] = beat.venueTime;
  }

  /** Counts market events since the start, and what the engine's being behind them has cost. */
  countEvents(events: number, backlog: MarketBacklog): void {
    this.#cells[EVENTS] = events;
    this.#cells[WAITING] = backlog.size;
    this.#cells[CONFLATED] = backlog.conflated;
    this.#cells[LOST] = backlog.lost;
  }

  /** Says what the host has left. */
  host({ diskShare, memoryShare, loopLagMs }: HostFigures): void {
    this.#cells[DISK_SHARE] = diskShare;
    this.#cells[MEMORY_SHARE] = memoryShare;
    this.#cells[LOOP_LAG_MS] = loopLagMs;
  }
}

/** Market events that wait for the engine, quotes that a newer one replaced, and trades left out. */
export interface MarketBacklog {
  readonly size: number;
  readonly conflated: number;
  readonly lost: number;
}

/** Reads how far the engine is behind the market. */
export function readBacklog(board: MarketBoard): MarketBacklog {
  const cell = (index: number) => board.cells[index] ?? 0;
  return { size: cell(WAITING), conflated: cell(CONFLATED), lost: cell(LOST) };
}

/** Reads a symbol's row; the index is its place in `board.symbols`. */
export function readRow(board: MarketBoard, index: number): BoardRow {
  const row = HEADER + index * ROW;
  const cell = (offset: number) => board.cells[row + offset] ?? 0;
  return {
    bidUnits: cell(BID),
    askUnits: cell(ASK),
    quoteAt: cell(QUOTE_AT),
    lastUnits: cell(LAST),
    lastAt: cell(LAST_AT),
    markUnits: cell(MARK),
    markAt: cell(MARK_AT),
    condition: MARKET_CONDITIONS[cell(CONDITION)] ?? "status_unknown",
    moveBps: cell(MOVE_BPS),
  };
}

/** Reads the heartbeat. */
export function readBeat(board: MarketBoard): {
  wallAt: number;
  cycles: number;
  venueTime: number;
  events: number;
} {
  const cell = (index: number) => board.cells[index] ?? 0;
  return {
    wallAt: cell(HEARTBEAT),
    cycles: cell(CYCLES),
    venueTime: cell(VENUE_TIME),
    events: cell(EVENTS),
  };
}

/** Used shares, 0 to 1, of the data folder's disk and of the engine's memory; the thread's longest standstill. */
export interface HostFigures {
  readonly diskShare: number;
  readonly memoryShare: number;
  readonly loopLagMs: number;
}

/** Reads what the host has left, as of the last second. */
export function readHost(board: MarketBoard): HostFigures {
  const cell = (index: number) => board.cells[index] ?? 0;
  return {
    diskShare: cell(DISK_SHARE),
    memoryShare: cell(MEMORY_SHARE),
    loopLagMs: cell(LOOP_LAG_MS),
  };
}
