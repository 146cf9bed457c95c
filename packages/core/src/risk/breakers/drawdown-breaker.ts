import { type Money, moneyFromUnits, moneyUnits } from "../../number/money.ts";
import { drawdown, type EquityPeak, trackPeak } from "../../portfolio/drawdown.ts";
import type { UnixMs } from "../../time.ts";
import type { Limits } from "../limits.ts";
import type { BreakerTrip } from "./breaker.ts";
import { confirmedHigh, confirmedLow, MONEY_RULE, type Readings } from "./confirmed-level.ts";

/** A higher mark is journaled in steps of so much: a restart loses less than that, and a rise floods no journal. */
export const HIGH_WATER_STEP_BPS = 5;

/**
 * Returns the high-water mark after the readings so far: the highest equity that was confirmed, so that one bad price
 * does not raise it for ever. It never falls by itself; only a person who re-arms the breaker sets it anew.
 */
export function raiseHighWater(
  before: EquityPeak | null,
  readings: Readings,
  at: UnixMs,
): EquityPeak | null {
  const confirmed = confirmedHigh(readings, MONEY_RULE);
  return confirmed === null ? before : trackPeak(before, moneyFromUnits(confirmed), at);
}

/** Tells whether the confirmed equity has fallen `maxDrawdownBps` below the high-water mark. */
export function checkDrawdown(
  highWater: EquityPeak | null,
  readings: Readings,
  limits: Limits,
): BreakerTrip | null {
  // The best of N readings that are below: every one of them agrees that it is no higher.
  const confirmed = confirmedLow(readings, MONEY_RULE);
  if (highWater === null || confirmed === null) return null;
  const equity = moneyFromUnits(confirmed);
  const drawdownBps = drawdownBpsOf(highWater, equity);
  if (drawdownBps < limits.maxDrawdownBps) return null;
  const limitBps = limits.maxDrawdownBps;
  return { kind: "drawdown", equity, highWater: highWater.equity, drawdownBps, limitBps };
}

/** Returns how far equity stands below a high-water mark, in hundredths of a percent of it. */
export function drawdownBpsOf(highWater: EquityPeak, equity: Money): number {
  return drawdown(highWater, equity).fraction * 10_000;
}

/** Returns a high-water mark moved by money that a person took over, e.g. a deposit: it is no profit and no loss. */
export function shiftHighWater(before: EquityPeak | null, by: Money): EquityPeak | null {
  if (before === null || moneyUnits(by) === 0) return before;
  return { ...before, equity: moneyFromUnits(moneyUnits(before.equity) + moneyUnits(by)) };
}
