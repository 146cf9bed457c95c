import { Hono } from "hono";
import { renderTradeUpdate } from "../../render/render-order.ts";
import { type Query, readInstant } from "../../request/read-order-filter.ts";
import { isGiven, Refusal, reading } from "../../request/reading.ts";
import type { Outcome } from "../../venue/outcome.ts";
import type { Stamp } from "../../venue/stamp.ts";
import { malformed } from "../../venue/venue-error.ts";
import type { PastEvent } from "../stream/past-events.ts";
import { activitiesOf, activityCount } from "./activity-log.ts";
import { refuse } from "./answer.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";

/** How often the log of activities is looked at for those who read it as it grows. */
const LOOK_MS = 100;

/** Which events are wanted. Bounds are inclusive. */
interface EventQuery {
  readonly since: Stamp | null;
  readonly until: Stamp | null;
  readonly sinceId: string | null;
  readonly untilId: string | null;
}

/** What is told: what has happened, oldest first, and what happens until the returned function is called. */
interface Told {
  readonly past: readonly unknown[];
  readonly watch: (tell: (event: unknown) => void) => () => void;
}

/** Trade events and activities as server-sent events: past ones, and what happens from now on. */
export function eventRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  for (const [path, tellOf] of [
    ["/v2/events/trades", tradeEvents],
    ["/v2beta1/events/activities", activityEvents],
  ] as const) {
    routes.get(path, (request) => {
      const query = readQuery(request.req.query());
      if (!query.ok) return refuse(request, query.error);
      const ends = query.value.until !== null || query.value.untilId !== null;
      return stream(request, tellOf(context, query.value), ends);
    });
  }
  return routes;
}

/** Bounds by id and by time exclude each other. */
function readQuery(query: Query): Outcome<EventQuery> {
  return reading(() => {
    const since = readInstant("since", query["since"]);
    const until = readInstant("until", query["until"]);
    const sinceId = isGiven(query["since_id"]) ? query["since_id"] : null;
    const untilId = isGiven(query["until_id"]) ? query["until_id"] : null;
    if ((sinceId ?? untilId) !== null && (since ?? until) !== null) {
      throw new Refusal(malformed("since_id and until_id exclude since and until"));
    }
    const hasStart = (since ?? sinceId) !== null;
    if ((until ?? untilId) !== null && !hasStart) {
      throw new Refusal(malformed("an end needs a beginning"));
    }
    return { since, until, sinceId, untilId };
  });
}

/** Returns the wanted ones of what has happened; none where no beginning is named. */
function within<T extends { readonly id: string; readonly stamp: Stamp }>(
  events: readonly T[],
  { since, until, sinceId, untilId }: EventQuery,
): readonly T[] {
  if (since === null && sinceId === null) return [];
  const start = events.findIndex(({ id }) => id === sinceId);
  const end = events.findIndex(({ id }) => id === untilId);
  return events
    .slice(Math.max(start, 0), end < 0 ? undefined : end + 1)
    .filter(({ stamp }) => since === null || stamp >= since)
    .filter(({ stamp }) => until === null || stamp <= until)
    .filter(({ id }) => sinceId === null || start >= 0 || id >= sinceId)
    .filter(({ id }) => untilId === null || end >= 0 || id <= untilId);
}

function tradeEvents(context: RestContext, query: EventQuery): Told {
  const { past } = context.reports;
  const kept = past.select(() => true).map((one) => ({ ...one, stamp: one.event.stamp }));
  return {
    past: within(kept, query).map((one) => renderEvent(context, one)),
    watch: (tell) => past.watch((one) => tell(renderEvent(context, one))),
  };
}

/** Of fees, dividends and transfers nobody is told but by the log: it is looked at. */
function activityEvents({ venue }: RestContext, query: EventQuery): Told {
  const log = activitiesOf(venue);
  const told = new Set(log.map(({ id }) => id));
  return {
    past: within(log, query).map(({ body }) => body),
    watch: (tell) => {
      let count = activityCount(venue);
      const timer = setInterval(() => {
        if (activityCount(venue) === count) return;
        count = activityCount(venue);
        for (const { id, body } of activitiesOf(venue)) {
          if (told.has(id)) continue;
          told.add(id);
          tell(body);
        }
      }, LOOK_MS);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}

/** The tape does not wait for who reads this. */
function stream(request: RestRequest, { past, watch }: Told, ends: boolean): Response {
  request.get("release")();
  let stop: (() => void) | null = null;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const write = (text: string): void => controller.enqueue(Buffer.from(text));
      const tell = (event: unknown): void => write(`data: ${JSON.stringify(event)}\n\n`);
      write(": welcome\n\n");
      for (const event of past) tell(event);
      if (ends) controller.close();
      else stop = watch(tell);
    },
    cancel: () => stop?.(),
  });
  return request.body(body, 200, {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-cache",
  });
}

function renderEvent({ venue }: RestContext, { id, event }: PastEvent): Record<string, unknown> {
  return {
    account_id: venue.config.accountId,
    at: event.stamp,
    event_id: id,
    ...renderTradeUpdate(event),
  };
}
