import { type IsoDate, marketDay, newYorkDate } from "@interlock/core/market/calendar";
import type { UnixMs } from "@interlock/core/time";

/** Returns the market day of `time` once its pre-market has begun; null at night, on weekends and holidays. */
export function isoDateOf(time: UnixMs): IsoDate | null {
  const day = marketDay(newYorkDate(time));
  return day !== null && time >= day.preOpenAt ? day.date : null;
}
