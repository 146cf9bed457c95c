import { wireAccountConfiguration } from "@interlock/alpaca/wire/account";
import { Hono } from "hono";
import { renderAccount, renderChoices } from "../../render/render-account.ts";
import {
  type Activity,
  entryActivity,
  feeActivity,
  fillActivity,
} from "../../render/render-activity.ts";
import { readAccountChoices } from "../../request/read-account-choices.ts";
import {
  type ActivityFilter,
  type ActivityToken,
  readActivityFilter,
} from "../../request/read-activity-filter.ts";
import { readHistoryQuery } from "../../request/read-history-query.ts";
import { renderHistory } from "../../render/render-history.ts";
import type { VenueState } from "../../venue/venue-state.ts";
import { type Stamp, stampOf } from "../../venue/stamp.ts";
import { activitiesOf } from "./activity-log.ts";
import { carried, readBody, refuse } from "./answer.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";

/** Pattern day trading is gone since July 2026; old parsers want its fields. */
const LEGACY_FIGURES = {
  pattern_day_trader: false,
  daytrade_count: 0,
  daytrading_buying_power: "0",
} as const;

/** /v2/account and what is below it. */
export function accountRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  const { venue } = context;
  routes.get("/v2/account", (request) => {
    const legacy = context.showsLegacyFigures ? LEGACY_FIGURES : {};
    return request.json({ ...renderAccount(venue), ...legacy });
  });
  routes.get("/v2/account/configurations", (request) => request.json(renderChoices(venue.choices)));
  routes.patch("/v2/account/configurations", (request) => patchChoices(context, request));
  routes.get("/v2/account/activities", (request) => listActivities(context, request));
  routes.get("/v2/account/activities/:type", (request) => listActivities(context, request));
  routes.get("/v2/account/portfolio/history", (request) => history(context, request));
  return routes;
}

async function patchChoices(context: RestContext, request: RestRequest): Promise<Response> {
  const body = await readBody(request, wireAccountConfiguration);
  if (!body.ok) return refuse(request, body.error);
  const choices = readAccountChoices(body.value);
  if (!choices.ok) return refuse(request, choices.error);
  carried(request, context.desk.handle({ kind: "configure", choices: choices.value }));
  return request.json(renderChoices(context.venue.choices));
}

function history({ venue }: RestContext, request: RestRequest): Response {
  const query = readHistoryQuery(request.req.query(), venue.now);
  if (!query.ok) return refuse(request, query.error);
  const types = (request.req.query("cashflow_types") ?? "").toUpperCase().split(",");
  const flows = ["CSD", "CSW"].filter((type) => types.includes(type) || types.includes("ALL"));
  return request.json(renderHistory(venue, query.value, flows));
}

function listActivities(context: RestContext, request: RestRequest): Response {
  const filter = readActivityFilter(request.req.query(), request.req.param("type"));
  if (!filter.ok) return refuse(request, filter.error);
  const { venue, faults } = context;
  const lateMs = faults.valueOf("activitiesLateMs");
  const latest = lateMs === 0 ? null : stampOf(venue.now - lateMs, 999_999);
  const page = selectActivities(venue, { ...filter.value, latest });
  return request.json(page.map(({ body }) => body));
}

/**
 * Returns one page of the log. The page token is the id of the last entry seen; pages go on behind the place where it
 * stands, or stood: an execution may be busted between two pages.
 */
function selectActivities(
  venue: VenueState,
  filter: ActivityFilter & { readonly latest: Stamp | null },
): Activity[] {
  const token = markOf(venue, filter.pageToken);
  const entries = activitiesOf(venue)
    .filter(({ type }) => filter.wants(type))
    .filter(({ orderId }) => filter.orderId === null || filter.orderId === orderId)
    .filter((entry) => isBehind(entry, token, filter.direction))
    .filter(({ stamp }) => filter.after === null || stamp > filter.after)
    .filter(({ stamp }) => filter.latest === null || stamp <= filter.latest)
    .filter(({ stamp }) => filter.until === null || stamp < filter.until);
  if (filter.direction === "desc") entries.reverse();
  return entries.slice(0, filter.pageSize);
}

/** Where a page ended: the place of an entry among all. Entries of one millisecond have stamps of their own. */
type Mark = Pick<Activity, "id" | "stamp">;

/** Of an id that no entry has its time alone is known. */
function markOf(venue: VenueState, token: ActivityToken | null): Mark | null {
  if (token === null) return null;
  const known = [
    ...venue.executions.map(fillActivity),
    ...venue.charges.map(feeActivity),
    ...venue.entries.map(entryActivity),
  ].find(({ id }) => id === token.id);
  return known ?? token;
}

function isBehind(entry: Mark, mark: Mark | null, direction: "asc" | "desc"): boolean {
  if (mark === null || entry.id === mark.id) return mark === null;
  return direction === "asc" ? entry.stamp > mark.stamp : entry.stamp < mark.stamp;
}
