import { type Price, priceUnits } from "../../number/price.ts";
import type { UnixMs } from "../../time.ts";

/**
 * How far a price moved within a window, when a single reading proves nothing: a level counts only if two consecutive
 * readings reached it, so that one bad print neither is a move nor makes the way back look like one.
 *
 * Readings are summed up in twelve equal spans and the one running; the oldest may reach up to a twelfth further back
 * than the window. Plain data that one owner updates in place.
 */
export interface PriceWindow {
  /** Price of the last reading in millionths of a dollar; 0 before the first. */
  last: number;
  /** When that was; 0 before the first. */
  lastAt: number;
  /** The largest confirmed move that the last reading found, in hundredths of a percent. */
  moveBps: number;
  /** Oldest first. */
  readonly spans: PriceSpan[];
}

/** One part of the window with its confirmed extremes: NO_LEVEL until two readings confirm one. */
interface PriceSpan {
  readonly index: number;
  /** Highest level that two consecutive readings reached or passed. */
  high: number;
  /** Lowest level that two consecutive readings reached or passed. */
  low: number;
}

/** A confirmed move: from which level to which, and how far in hundredths of a percent. */
export interface PriceMove {
  readonly fromUnits: number;
  readonly toUnits: number;
  readonly moveBps: number;
}

const SPANS = 12;

/** Returns a window without readings. */
export function createPriceWindow(): PriceWindow {
  return { last: 0, lastAt: 0, moveBps: 0, spans: [] };
}

/** Takes a reading. Returns the largest confirmed move in the window that ends at it; null at the first reading. */
export function readMove(window: PriceWindow, price: Price, reading: Reading): PriceMove | null {
  const now = priceUnits(price);
  const before = window.last;
  window.last = now;
  if (before === 0) return null;
  const reachedLow = Math.max(before, now);
  const reachedHigh = Math.min(before, now);
  const span = currentSpan(window, Math.floor((reading.time * SPANS) / reading.windowMs));
  span.high = Math.max(span.high, reachedHigh);
  span.low = Math.min(span.low, reachedLow);
  let high = reachedHigh;
  let low = reachedLow;
  for (const one of window.spans) {
    high = Math.max(high, one.high);
    low = Math.min(low, one.low);
  }
  const rise = ((reachedHigh - low) * 10_000) / low;
  const fall = ((high - reachedLow) * 10_000) / high;
  window.moveBps = Math.max(rise, fall, 0);
  return rise >= fall
    ? { fromUnits: low, toUnits: reachedHigh, moveBps: Math.max(rise, 0) }
    : { fromUnits: high, toUnits: reachedLow, moveBps: fall };
}

/** Returns the move that stands now, in hundredths of a percent: none is left of one that nothing was read after. */
export function standingMove(
  { lastAt, moveBps }: PriceWindow,
  { time, windowMs }: Reading,
): number {
  return time - lastAt > windowMs ? 0 : moveBps;
}

/** When a reading was taken, and how long the window is. */
export interface Reading {
  readonly time: UnixMs;
  readonly windowMs: number;
}

function currentSpan(window: PriceWindow, index: number): PriceSpan {
  const { spans } = window;
  while (spans[0] !== undefined && spans[0].index < index - SPANS) spans.shift();
  const running = spans[spans.length - 1];
  // A reading that comes late belongs to the past, but the running span is where it is first known.
  if (running !== undefined && running.index >= index) return running;
  const opened = { index, high: 0, low: Number.MAX_SAFE_INTEGER };
  spans.push(opened);
  return opened;
}
