import { assert } from "@interlock/core/assert";
import {
  type MarketDay,
  marketDay,
  newYorkDate,
  nextMarketDay,
  sessionAt,
} from "@interlock/core/market/calendar";
import { DAY_MS, type UnixMs } from "@interlock/core/time";

/** The venue's sessions. It does not trade overnight: 20:00–04:00 is closed. */
export type VenueSession = "pre" | "regular" | "post" | "closed";

/** How long an order good till canceled lives. */
const GTC_DAYS = 90;
/** When the broker retires aged orders: 16:15 in New York, a quarter of an hour after the close. */
const GTC_RETIREMENT_AFTER_CLOSE_MS = 15 * 60_000;

/** Returns the session at an instant. */
export function venueSessionAt(time: UnixMs): VenueSession {
  const session = sessionAt(time);
  return session === "overnight" ? "closed" : session;
}

/** Returns the day at an instant if the market opens on it, else the next one that trades. */
export function marketDayFrom(time: UnixMs): MarketDay {
  const date = newYorkDate(time);
  return marketDay(date) ?? nextMarketDay(date);
}

function boundariesOf(day: MarketDay): readonly UnixMs[] {
  return [day.preOpenAt, day.openAt, day.closeAt, day.postCloseAt];
}

/** Returns the first start or end of a session after an instant. */
export function nextBoundary(time: UnixMs): UnixMs {
  const day = marketDayFrom(time);
  const today = boundariesOf(day).find((boundary) => boundary > time);
  return today ?? nextMarketDay(day.date).preOpenAt;
}

/** When an order may work: from, and until which instant. */
export interface Lifetime {
  readonly startsAt: UnixMs;
  readonly expiresAt: UnixMs;
}

/**
 * Returns the lifetime of an order sent at `now`. An order for the regular session waits for the next one when
 * none is on; one for extended hours for the next 04:00–20:00. A day order ends with the day on which it starts.
 */
export function lifetimeOf(
  order: { readonly extendedHours: boolean; readonly timeInForce: string },
  now: UnixMs,
): Lifetime {
  const today = marketDayFrom(now);
  const end = order.extendedHours ? today.postCloseAt : today.closeAt;
  const day = now < end ? today : nextMarketDay(today.date);
  const start = order.extendedHours ? day.preOpenAt : day.openAt;
  if (order.timeInForce === "cls") return { startsAt: day.closeAt, expiresAt: day.closeAt };
  const startsAt = Math.max(now, start);
  if (order.timeInForce !== "gtc") {
    return { startsAt, expiresAt: order.extendedHours ? day.postCloseAt : day.closeAt };
  }
  const last = marketDayFrom(now + GTC_DAYS * DAY_MS);
  assert(last.closeAt > now, "an order good till canceled would end before it begins");
  return { startsAt, expiresAt: last.closeAt + GTC_RETIREMENT_AFTER_CLOSE_MS };
}
