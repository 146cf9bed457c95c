import type { IsoDate } from "../market/civil-date.ts";
import { marketDay, newYorkDate, nextMarketDay } from "../market/calendar.ts";
import type { UnixMs } from "../time.ts";

/**
 * The first days of live trading are small: on each market day since the launch an order, and the book, may come to a
 * share of what the limits allow. After the last step the limits alone hold.
 */

/** The share of the limits that is free on each of the first market days, in bps of them. */
export const CANARY_LADDER_BPS: readonly number[] = [1_000, 2_000, 4_000, 6_000, 8_000];

/** All of the limits. */
export const WHOLE_BPS = 10_000;

/** A step of the ladder. */
export interface CanaryStep {
  /** Market day since the launch, from 1. */
  readonly day: number;
  readonly capBps: number;
}

/** Returns the first market day of a launch that begins at `time`: today up to its close, else the next one. */
export function firstMarketDay(time: UnixMs): IsoDate {
  const today = newYorkDate(time);
  const market = marketDay(today);
  return market !== null && time < market.closeAt ? today : nextMarketDay(today).date;
}

/** Returns the step of a market day; the first one also for the evening or week-end before the launch. */
export function canaryStep(launchedOn: IsoDate, today: IsoDate): CanaryStep {
  let day = 1;
  for (let date = launchedOn; day <= CANARY_LADDER_BPS.length && date < today; day += 1)
    date = nextMarketDay(date).date;
  return { day, capBps: CANARY_LADDER_BPS[day - 1] ?? WHOLE_BPS };
}
