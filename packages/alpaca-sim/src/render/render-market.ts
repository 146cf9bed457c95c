import type { WireAsset } from "@interlock/alpaca/wire/asset";
import type { WireCalendarDay, WireClock } from "@interlock/alpaca/wire/clock";
import {
  type MarketDay,
  marketDay,
  newYorkDate,
  newYorkMinuteOfDay,
  nextClose,
  nextMarketDay,
  nextOpen,
} from "@interlock/core/market/calendar";
import { type IsoDate, isoDate } from "@interlock/core/market/civil-date";
import type { UnixMs } from "@interlock/core/time";
import type { Asset } from "../venue/asset.ts";
import { nextBoundary, venueSessionAt } from "../venue/session.ts";
import { newYorkText } from "../venue/stamp.ts";

/** Returns the body of GET /v2/clock at an instant of venue time. */
export function renderClock(now: UnixMs): WireClock {
  return {
    timestamp: newYorkText(now),
    is_open: venueSessionAt(now) === "regular",
    next_open: newYorkText(nextOpen(now)),
    next_close: newYorkText(nextClose(now)),
  };
}

const PHASES = { pre: "pre", regular: "core", post: "post", closed: "closed" } as const;

/** Markets of the third version: all trade by New York's calendar. */
export const MARKETS: Readonly<Record<string, Record<string, string>>> = {
  NYSE: {
    acronym: "NYSE",
    mic: "XNYS",
    name: "New York Stock Exchange",
    timezone: "America/New_York",
  },
  NASDAQ: { acronym: "NASDAQ", mic: "XNAS", name: "NASDAQ", timezone: "America/New_York" },
};

/** Returns one entry of GET /v3/clock. */
export function renderMarketClock(
  market: Record<string, string>,
  now: UnixMs,
): Record<string, unknown> {
  return {
    market,
    timestamp: newYorkText(now),
    is_market_day: marketDay(newYorkDate(now)) !== null,
    next_market_open: newYorkText(nextOpen(now)),
    next_market_close: newYorkText(nextClose(now)),
    phase: PHASES[venueSessionAt(now)],
    phase_until: newYorkText(nextBoundary(now)),
  };
}

/** Returns one day of GET /v3/calendar/{market}. */
export function renderMarketDay(day: MarketDay): Record<string, string> {
  return {
    date: day.date,
    pre_start: newYorkText(day.preOpenAt),
    pre_end: newYorkText(day.openAt),
    core_start: newYorkText(day.openAt),
    core_end: newYorkText(day.closeAt),
    post_start: newYorkText(day.closeAt),
    post_end: newYorkText(day.postCloseAt),
    settlement_date: settlementDate(day.date),
  };
}

function clockText(time: UnixMs, separator: string): string {
  const minute = newYorkMinuteOfDay(time);
  const hours = String(Math.floor(minute / 60)).padStart(2, "0");
  return `${hours}${separator}${String(minute % 60).padStart(2, "0")}`;
}

/**
 * How many market days after a trade it settles: one since May 28th, 2024, two since September 5th, 2017, three
 * before.
 */
function settlementDays(date: IsoDate): number {
  if (date >= isoDate("2024-05-28")) return 1;
  return date >= isoDate("2017-09-05") ? 2 : 3;
}

/** Returns the date on which a trade of a date settles. */
export function settlementDate(date: IsoDate): IsoDate {
  let settled = date;
  for (let days = settlementDays(date); days > 0; days--) settled = nextMarketDay(settled).date;
  return settled;
}

/** Returns one line of GET /v2/calendar. */
export function renderCalendarDay(day: MarketDay): WireCalendarDay {
  return {
    date: day.date,
    open: clockText(day.openAt, ":"),
    close: clockText(day.closeAt, ":"),
    session_open: clockText(day.preOpenAt, ""),
    session_close: clockText(day.postCloseAt, ""),
    settlement_date: settlementDate(day.date),
  };
}

/** Fractions trade in extended hours too, wherever they trade. */
export function attributesOf({ fractionable }: Asset): string[] {
  return fractionable ? ["fractional_eh_enabled"] : [];
}

/** Returns an asset as GET /v2/assets carries it. */
export function renderAsset(asset: Asset): WireAsset {
  return {
    id: asset.id,
    class: "us_equity",
    exchange: asset.exchange,
    symbol: asset.symbol,
    name: asset.name,
    status: asset.isActive ? "active" : "inactive",
    tradable: asset.tradable,
    marginable: asset.marginable,
    shortable: asset.shortable,
    easy_to_borrow: asset.shortable && asset.easyToBorrow,
    borrow_status: asset.shortable && asset.easyToBorrow ? "easy_to_borrow" : "hard_to_borrow",
    fractionable: asset.fractionable,
    maintenance_margin_requirement: 30,
    margin_requirement_long: "30",
    margin_requirement_short: "30",
    attributes: attributesOf(asset),
  };
}
