import type { UnixMs } from "../time.ts";
import {
  lastMarketDay,
  type MarketDay,
  nextMarketDay,
  sessionAt,
  type TradingSession,
} from "./calendar.ts";
import { fromIsoDate } from "./civil-date.ts";
import { newYorkInstant } from "./new-york-time.ts";

const OVERNIGHT_MINUTE = 20 * 60;
/** From any instant the next start of any session lies within the market days that follow the last one. */
const DAYS_SEARCHED = 3;

/**
 * Returns when one of the sessions begins next, or `time` itself while one of them lasts; null where none is named that
 * ever begins.
 */
export function nextSessionStart(time: UnixMs, sessions: readonly TradingSession[]): UnixMs | null {
  if (sessions.includes(sessionAt(time))) return time;
  let day = lastMarketDay(time);
  for (let days = 0; days < DAYS_SEARCHED; days++) {
    const start = startsOf(day).find(({ session, at }) => at > time && sessions.includes(session));
    if (start !== undefined) return start.at;
    day = nextMarketDay(day.date);
  }
  return null;
}

/** Overnight belongs to the market day that it leads to: it begins on the evening before. */
function startsOf(day: MarketDay): readonly { session: TradingSession; at: UnixMs }[] {
  return [
    { session: "overnight", at: newYorkInstant(fromIsoDate(day.date) - 1, OVERNIGHT_MINUTE) },
    { session: "pre", at: day.preOpenAt },
    { session: "regular", at: day.openAt },
    { session: "post", at: day.closeAt },
  ];
}
