import { type MarketDay, marketDay, newYorkDate } from "@interlock/core/market/calendar";
import { fromIsoDate, type IsoDate, toIsoDate } from "@interlock/core/market/civil-date";
import { newYorkInstant } from "@interlock/core/market/new-york-time";
import { DAY_MS, type UnixMs } from "@interlock/core/time";
import type { Outcome } from "../venue/outcome.ts";
import { stampMs } from "../venue/stamp.ts";
import { malformed, unprocessable } from "../venue/venue-error.ts";
import { type Query, readChoice, readInstant } from "./read-order-filter.ts";
import { isGiven, Refusal, reading } from "./reading.ts";

/** What GET /v2/account/portfolio/history asks for. Days are dates in New York, both inclusive. */
export interface HistoryQuery {
  readonly timeframe: "1Min" | "5Min" | "15Min" | "1H" | "1D";
  readonly from: UnixMs;
  readonly to: UnixMs;
  readonly reporting: "market_hours" | "extended_hours" | "continuous";
  readonly resetsDaily: boolean;
}

const LONGEST_INTRADAY_DAYS = 30;
const UNIT_DAYS = { D: 1, W: 7, M: 30, A: 365 } as const;
const TIMEFRAMES = ["1Min", "5Min", "15Min", "1H", "1D"] as const;

/** Reads the query; `now` is the latest end. */
export function readHistoryQuery(query: Query, now: UnixMs): Outcome<HistoryQuery> {
  return reading(() => {
    const { from, to } = readStretch(query, now);
    const timeframe = readTimeframe(query["timeframe"], to - from);
    if (timeframe !== "1D" && to - from > LONGEST_INTRADAY_DAYS * DAY_MS) {
      throw new Refusal(unprocessable("intraday timeframes cover 30 days at most"));
    }
    return {
      timeframe,
      from,
      to,
      reporting: readChoice("intraday_reporting", query["intraday_reporting"], [
        query["extended_hours"] === "true" ? "extended_hours" : "market_hours",
        "market_hours",
        "extended_hours",
        "continuous",
      ]),
      resetsDaily:
        readChoice("pnl_reset", query["pnl_reset"], ["per_day", "no_reset"]) === "per_day",
    };
  });
}

/** A period ends at the end, or begins at the start; one day means the present one. */
function readStretch(query: Query, now: UnixMs): Pick<HistoryQuery, "from" | "to"> {
  const { start, end, period } = query;
  if (isGiven(start) && isGiven(end) && isGiven(period)) {
    throw new Refusal(malformed("only two of start, end and period are accepted"));
  }
  const span = periodDays(period) * DAY_MS;
  const until = Math.min(boundOf("end", end ?? query["date_end"], true) ?? now, now);
  const given = boundOf("start", start, false);
  if (given === null) {
    const back = span === DAY_MS ? 0 : span;
    return { from: midnight(newYorkDate(until - back)), to: until };
  }
  return { from: given, to: isGiven(period) ? Math.min(given + span, until) : until };
}

function periodDays(text: string | undefined): number {
  const [, count = "1", unit = "M"] = /^(\d{1,3})([DWMA])$/.exec(isGiven(text) ? text : "1M") ?? [];
  if (isGiven(text) && !/^[1-9]\d{0,2}[DWMA]$/.test(text)) {
    throw new Refusal(malformed("invalid period: must be a number of D, W, M or A, such as 1M"));
  }
  return Number(count) * UNIT_DAYS[unit === "D" || unit === "W" || unit === "A" ? unit : "M"];
}

/** Short periods are shown in minutes, longer ones by days, unless said otherwise. */
function readTimeframe(text: string | undefined, span: number): HistoryQuery["timeframe"] {
  if (!isGiven(text)) {
    if (span < 7 * DAY_MS) return "1Min";
    return span < LONGEST_INTRADAY_DAYS * DAY_MS ? "15Min" : "1D";
  }
  const known = TIMEFRAMES.find((name) => name.toLowerCase() === text.toLowerCase());
  if (known !== undefined) return known;
  throw new Refusal(malformed(`invalid timeframe: must be ${TIMEFRAMES.join(", ")}`));
}

/** A plain date means the whole day in New York. */
function boundOf(name: string, text: string | undefined, isEnd: boolean): UnixMs | null {
  const instant = readInstant(name, text);
  if (instant === null) return null;
  if (text?.length !== 10) return stampMs(instant);
  const day = Math.floor(stampMs(instant) / DAY_MS);
  return newYorkInstant(isEnd ? day + 1 : day, 0) - (isEnd ? 1 : 0);
}

function midnight(date: IsoDate): UnixMs {
  return newYorkInstant(fromIsoDate(date), 0);
}

/** Returns the market days of a query's stretch. */
export function marketDaysOf({ from, to }: HistoryQuery): MarketDay[] {
  const days: MarketDay[] = [];
  const last = newYorkDate(to);
  for (let day = fromIsoDate(newYorkDate(from)); toIsoDate(day) <= last; day++) {
    const found = marketDay(toIsoDate(day));
    if (found !== null) days.push(found);
  }
  return days;
}
