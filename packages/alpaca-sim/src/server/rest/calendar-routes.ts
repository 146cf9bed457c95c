import { type MarketDay, nextMarketDay, previousMarketDay } from "@interlock/core/market/calendar";
import { type IsoDate, isoDate, parseIsoDate } from "@interlock/core/market/civil-date";
import { Hono } from "hono";
import { renderCalendarDay, renderClock, settlementDate } from "../../render/render-market.ts";
import { malformed } from "../../venue/venue-error.ts";
import { refuse } from "./answer.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";

/** The years that the real calendar covers. */
const FIRST = isoDate("1970-01-01");
const LAST = isoDate("2029-12-31");

/** /v2/clock and /v2/calendar. */
export function calendarRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  routes.get("/v2/clock", (request) => request.json(renderClock(context.venue.now)));
  routes.get("/v2/calendar", listDays);
  return routes;
}

/** Dates may be plain or full instants, of which the date counts. */
function listDays(request: RestRequest): Response {
  const { start, end, date_type: kind } = request.req.query();
  const from = start === undefined ? FIRST : readDate(start);
  const to = end === undefined ? LAST : readDate(end);
  if (from === null || to === null) {
    return refuse(request, malformed("invalid start or end: must be YYYY-MM-DD"));
  }
  const days: MarketDay[] = [];
  const last = to < LAST ? to : LAST;
  for (let day = firstDay(from); day.date <= last; day = nextMarketDay(day.date)) days.push(day);
  const chosen = days.filter(({ date }) => isChosen(date, { kind, from, last }));
  return request.json(chosen.map(renderCalendarDay));
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
