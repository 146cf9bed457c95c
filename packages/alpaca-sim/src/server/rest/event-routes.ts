import { Hono } from "hono";
import { renderTradeUpdate } from "../../render/render-order.ts";
import { type Query, readInstant } from "../../request/read-order-filter.ts";
import { isGiven, Refusal, reading } from "../../request/reading.ts";
import type { Outcome } from "../../venue/outcome.ts";
import { malformed } from "../../venue/venue-error.ts";
import type { PastEvent } from "../stream/past-events.ts";
import { refuse } from "./answer.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";

interface EventQuery {
  /** Whether an event that happened already is wanted; null when none is. */
  readonly takes: ((past: PastEvent) => boolean) | null;
  /** Whether the answer ends with what has happened already. */
  readonly ends: boolean;
}

/** Trade events as server-sent events: past ones since the process began, and what happens from now on. */
export function eventRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  routes.get("/v2/events/trades", (request) => {
    const query = readQuery(request.req.query());
    if (!query.ok) return refuse(request, query.error);
    return stream(context, request, query.value);
  });
  return routes;
}

/** Bounds are inclusive; those by id and by time exclude each other. */
function readQuery(query: Query): Outcome<EventQuery> {
  return reading(() => {
    const { since_id: sinceId, until_id: untilId } = query;
    const since = readInstant("since", query["since"]);
    const until = readInstant("until", query["until"]);
    const byId = isGiven(sinceId) || isGiven(untilId);
    if (byId && (since !== null || until !== null)) {
      throw new Refusal(malformed("since_id and until_id exclude since and until"));
    }
    const hasStart = since !== null || isGiven(sinceId);
    const takes = ({ id, event }: PastEvent): boolean =>
      (since === null || event.stamp >= since) &&
      (until === null || event.stamp <= until) &&
      (!isGiven(sinceId) || id >= sinceId) &&
      (!isGiven(untilId) || id <= untilId);
    const ends = until !== null || isGiven(untilId);
    if (ends && !hasStart) throw new Refusal(malformed("an end needs a beginning"));
    return { takes: hasStart ? takes : null, ends };
  });
}

/** The tape does not wait for who reads this. */
function stream(context: RestContext, request: RestRequest, query: EventQuery): Response {
  const { reports } = context;
  request.get("release")();
  const past = query.takes === null ? [] : reports.past.select(query.takes);
  let stop: (() => void) | null = null;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const tell = (text: string): void => controller.enqueue(Buffer.from(text));
      tell(": welcome\n\n");
      for (const event of past) tell(lineOf(context, event));
      if (query.ends) controller.close();
      else stop = reports.past.watch((event) => tell(lineOf(context, event)));
    },
    cancel: () => stop?.(),
  });
  return request.body(body, 200, {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-cache",
  });
}

function lineOf({ venue }: RestContext, { id, event }: PastEvent): string {
  const data = {
    account_id: venue.config.accountId,
    at: event.stamp,
    event_id: id,
    ...renderTradeUpdate(event),
  };
  return `data: ${JSON.stringify(data)}\n\n`;
}
