import { type Price, priceUnits } from "../number/price.ts";
import type { UnixMs } from "../time.ts";

/**
 * Keeps a single bad price out: one that lies further from the last good price than a market moves between two
 * readings is believed only when a second reading proves it. Plain data that one owner updates in place.
 */
export interface PriceJump {
  /** The last price believed, in millionths of a dollar; 0 before the first. */
  good: number;
  /** The reading that nobody has proven; 0 while there is none. */
  suspect: number;
  suspectAt: UnixMs;
  suspectPrinted: boolean;
}

/** The widest limit band of a share of three dollars or more: 20 % (LULD plan, section V, tier 2, open and close). */
const JUMP_BPS = 2_000;
/** A price that stood so long unchallenged is the market's: bad ones are replaced within moments. */
const STANDING_MS = 1_000;

/** Returns a filter that has seen nothing. */
export function createPriceJump(): PriceJump {
  return { good: 0, suspect: 0, suspectAt: 0, suspectPrinted: false };
}

/** One price, in dollars a share; `printed` says that a trade made it, not a quote. */
export interface PriceReading {
  readonly price: Price;
  readonly time: UnixMs;
  readonly printed: boolean;
}

/**
 * Takes a reading. Returns whether it may be believed: it lies within 20 % of the last good price, or a reading before
 * it had jumped to the same place, and one of the two is a trade and the other a quote, or the price moved since, or
 * it has stood for a second.
 */
export function takeReading(jump: PriceJump, reading: PriceReading): boolean {
  const units = priceUnits(reading.price);
  if (jump.good === 0 || isNear(units, jump.good) || isProven(jump, reading, units)) {
    jump.good = units;
    jump.suspect = 0;
    return true;
  }
  if (jump.suspect === 0 || !isNear(units, jump.suspect)) {
    jump.suspect = units;
    jump.suspectAt = reading.time;
    jump.suspectPrinted = reading.printed;
  }
  return false;
}

function isProven(jump: PriceJump, { time, printed }: PriceReading, units: number): boolean {
  if (jump.suspect === 0 || !isNear(units, jump.suspect)) return false;
  if (printed !== jump.suspectPrinted || time - jump.suspectAt >= STANDING_MS) return true;
  return time > jump.suspectAt && units !== jump.suspect;
}

function isNear(units: number, other: number): boolean {
  return Math.abs(units - other) * 10_000 <= other * JUMP_BPS;
}
