import type { MarketDay } from "@interlock/core/market/calendar";
import { MINUTE_MS, type UnixMs } from "@interlock/core/time";

/** How busy one minute of a day is. */
export interface MinuteShape {
  readonly startAt: UnixMs;
  readonly isRegular: boolean;
  /** Number of events, relative to an average minute of the regular session. */
  readonly activity: number;
  /** Size of price moves, relative to the same. */
  readonly volatility: number;
  /** Width of the spread, relative to the usual one. */
  readonly spread: number;
}

/**
 * Returns the shape of each minute from 04:00 to the end of the day. The regular session is busy at its open, calm
 * at noon and busy towards its close: the smile that intraday volume and volatility are known for. Extended hours
 * are thin and wide.
 */
export function shapeOfDay(day: MarketDay): MinuteShape[] {
  const shapes: MinuteShape[] = [];
  for (let startAt = day.preOpenAt; startAt < day.postCloseAt; startAt += MINUTE_MS) {
    shapes.push(shapeOfMinute(day, startAt));
  }
  return shapes;
}

function shapeOfMinute(day: MarketDay, startAt: UnixMs): MinuteShape {
  const isRegular = startAt >= day.openAt && startAt < day.closeAt;
  if (!isRegular) {
    const fromSession = startAt < day.openAt ? day.openAt - startAt : startAt - day.closeAt;
    const nearness = Math.exp(-fromSession / (60 * MINUTE_MS));
    const activity = 0.012 + 0.1 * nearness;
    return { startAt, isRegular, activity, volatility: 0.22 + 0.25 * nearness, spread: 4 };
  }
  const sinceOpen = (startAt - day.openAt) / MINUTE_MS;
  const untilClose = (day.closeAt - startAt) / MINUTE_MS;
  const smile = 0.66 + 2.1 * Math.exp(-sinceOpen / 24) + 1.5 * Math.exp(-untilClose / 28);
  return {
    startAt,
    isRegular,
    activity: smile,
    volatility: Math.sqrt(smile),
    spread: 1 + 1.2 * Math.exp(-sinceOpen / 10),
  };
}
