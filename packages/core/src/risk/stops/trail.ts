import { type Price, priceFromUnits, priceUnits } from "../../number/price.ts";
import type { UnixMs } from "../../time.ts";
import type { Entry } from "./entry.ts";

/**
 * The best price of a position since its entry. A level counts when two readings in a row reached it, so that one fat
 * print does not pull a trailing stop up to itself. Plain data that one owner updates in place.
 */
export interface Trail {
  /** The entry that it belongs to, by its time: another entry begins anew. */
  readonly since: UnixMs;
  /** Millionths of a dollar; 0 before there is one. */
  best: number;
  last: number;
  lastAt: UnixMs;
}

const NO_PRICE = priceFromUnits(0);

/** Returns the trail of an entry as the journal knows it. */
export function beginTrail({ since, best }: Entry): Trail {
  return { since, best: priceUnits(best ?? NO_PRICE), last: 0, lastAt: 0 };
}

/** One reading of a mark for a trail. */
export interface TrailReading {
  readonly mark: Price;
  readonly time: UnixMs;
  readonly side: Entry["side"];
}

/** A price said again within this time, in ms, is one reading. */
const REPEATED_MS = 1_000;

/** Takes a reading of the mark: the best level that this one and the one before both reached is confirmed. */
export function extendTrail(trail: Trail, { mark, time, side }: TrailReading): void {
  const now = priceUnits(mark);
  const { last, lastAt } = trail;
  if (time <= lastAt || (now === last && time - lastAt < REPEATED_MS)) return;
  trail.last = now;
  trail.lastAt = time;
  if (last === 0) return;
  if (side === "buy") trail.best = Math.max(trail.best, Math.min(last, now));
  else
    trail.best = trail.best === 0 ? Math.max(last, now) : Math.min(trail.best, Math.max(last, now));
}

/** Best prices are journaled when they got better by so much, in bps: a restart loses less than that. */
const JOURNAL_STEP_BPS = 10;

/**
 * Returns a best price that the journal should know by now; null while it knows nearly as good a one. `profitBps` is
 * what the position has gained on its cost: the first best that is journaled is one in profit.
 */
export function bestToJournal(trail: Trail, entry: Entry, profitBps: number): Price | null {
  if (trail.best === 0) return null;
  if (entry.best === null) return profitBps >= JOURNAL_STEP_BPS ? priceFromUnits(trail.best) : null;
  const known = priceUnits(entry.best);
  const better = entry.side === "buy" ? trail.best - known : known - trail.best;
  return better * 10_000 >= known * JOURNAL_STEP_BPS ? priceFromUnits(trail.best) : null;
}

/** Returns how far a mark has come back from the best price since the entry, in bps of that; 0 before there is one. */
export function comeBackBps({ best }: Trail, side: Entry["side"], mark: Price): number {
  const now = priceUnits(mark);
  const back = side === "buy" ? best - now : now - best;
  return best > 0 ? (back * 10_000) / best : 0;
}
