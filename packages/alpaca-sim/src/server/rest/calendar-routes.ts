import { type MarketDay, nextMarketDay, previousMarketDay } from "@interlock/core/market/calendar";
import { type IsoDate, isoDate, parseIsoDate } from "@interlock/core/market/civil-date";
import { Hono } from "hono";
import {
  MARKETS,
  renderCalendarDay,
  renderClock,
  renderMarketClock,
  renderMarketDay,
  settlementDate,
} from "../../render/render-market.ts";
import { granted, type Outcome, refused } from "../../venue/outcome.ts";
import { parseInstant, stampMs } from "../../venue/stamp.ts";
import { malformed, notFound } from "../../venue/venue-error.ts";
import { refuse } from "./answer.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";

/** The years that the real calendar covers. */
const FIRST = isoDate("1970-01-01");
const LAST = isoDate("2029-12-31");

/** Clock and calendar, in both versions. */
export function calendarRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  routes.get("/v2/clock", (request) => request.json(renderClock(context.venue.now)));
  routes.get("/v2/calendar", (request) => {
    const days = daysOf(request);
    return days.ok ? request.json(days.value.map(renderCalendarDay)) : refuse(request, days.error);
  });
  routes.get("/v3/clock", (request) => marketClocks(context, request));
  routes.get("/v3/calendar/:market", (request) => {
    const name = request.req.param("market").toUpperCase();
    const market = MARKETS[name];
    if (market === undefined) return refuse(request, notFound(`market not found: ${name}`));
    const days = daysOf(request);
    if (!days.ok) return refuse(request, days.error);
    return request.json({ market, calendar: days.value.map(renderMarketDay) });
  });
  return routes;
}

/** Dates may be plain or full instants, of which the date counts. */
function daysOf(request: RestRequest): Outcome<MarketDay[]> {
  const { start, end, date_type: kind } = request.req.query();
  const from = start === undefined ? FIRST : readDate(start);
  const to = end === undefined ? LAST : readDate(end);
  if (from === null || to === null) {
    return refused(malformed("invalid start or end: must be YYYY-MM-DD"));
  }
  const days: MarketDay[] = [];
  const last = to < LAST ? to : LAST;
  for (let day = firstDay(from); day.date <= last; day = nextMarketDay(day.date)) days.push(day);
  return granted(days.filter(({ date }) => isChosen(date, { kind, from, last })));
}

/** `time` asks for another instant than the present one. */
function marketClocks(context: RestContext, request: RestRequest): Response {
  const { markets, time } = request.req.query();
  const asked = time === undefined ? null : parseInstant(time);
  if (asked !== null && !asked.ok)
    return refuse(request, malformed(`invalid time: ${asked.error}`));
  const at = asked === null ? context.venue.now : stampMs(asked.value);
  const names = (markets ?? Object.keys(MARKETS).join(",")).toUpperCase().split(",");
  const known = names.map((name) => MARKETS[name]).filter((market) => market !== undefined);
  return request.json({ clocks: known.map((market) => renderMarketClock(market, at)) });
}

interface Period {
  readonly kind: string | undefined;
  readonly from: IsoDate;
  readonly last: IsoDate;
}

function isChosen(date: IsoDate, { kind, from, last }: Period): boolean {
  const counted = kind === "SETTLEMENT" ? settlementDate(date) : date;
  return counted >= from && counted <= last;
}

/** What settles on a date was traded up to three market days before it. */
function firstDay(from: IsoDate): MarketDay {
  let day = previousMarketDay(from < FIRST ? FIRST : from);
  for (let days = 0; days < 2; days++) day = previousMarketDay(day.date);
  return day;
}

function readDate(text: string): IsoDate | null {
  const date = parseIsoDate(text.slice(0, 10));
  return date.ok ? date.value : null;
}
