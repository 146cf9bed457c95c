import { newYorkDate } from "@interlock/core/market/calendar";
import { parseIsoDate } from "@interlock/core/market/civil-date";
import { parseFixed } from "@interlock/core/number/fixed";
import { parsePrice } from "@interlock/core/number/price";
import type { Result } from "@interlock/core/result";
import { Hono } from "hono";
import { z } from "zod";
import {
  groupOf,
  processDate,
  renderAnnouncement,
  renderCorporateAction,
} from "../../render/render-corporate.ts";
import { readSymbols } from "../../request/read-order-filter.ts";
import { isGiven } from "../../request/reading.ts";
import type { CorporateAction, CorporateTerms } from "../../venue/corporate/corporate-action.ts";
import { malformed, notFound } from "../../venue/venue-error.ts";
import { refuse } from "./answer.ts";
import { asDataError } from "./data-faults.ts";
import { faultOf, readJson } from "./control/fault-routes.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";

const RATE_DECIMALS = 6;
const MOST_ACTIONS = 1_000;

function text<T>(parse: (value: string) => Result<T>) {
  return z.union([z.string(), z.number()]).transform((value, context) => {
    const read = parse(String(value));
    if (read.ok) return read.value;
    context.addIssue({ code: "custom", message: read.error });
    return z.NEVER;
  });
}

const date = text(parseIsoDate);
const rate = text((value) => parseFixed(value, RATE_DECIMALS)).pipe(z.number().positive());
const usual = { symbol: z.string(), exDate: date };
const TERMS = z.preprocess(
  inCamel,
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("split"), ...usual, newRate: rate, oldRate: rate }),
    z.strictObject({
      kind: z.literal("cash_dividend"),
      ...usual,
      payableDate: date,
      rate: text(parsePrice),
    }),
    z.strictObject({ kind: z.literal("name_change"), ...usual, newSymbol: z.string().min(1) }),
  ]),
);

/** The wire has snake_case. */
function inCamel(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  const renamed = Object.entries(body).map(([name, value]): [string, unknown] => [
    name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(renamed);
}

/** Corporate actions: both interfaces, and their announcement over /sim. */
export function corporateRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  const { venue } = context;
  routes.get("/v1/corporate-actions", (request) => listActions(context, request));
  routes.get("/v2/corporate_actions/announcements", (request) => announcements(context, request));
  routes.get("/v2/corporate_actions/announcements/:id", (request) => {
    const id = request.req.param("id").toLowerCase();
    const action = venue.corporateActions.find((known) => known.id === id);
    if (action === undefined) return refuse(request, notFound(`announcement not found for ${id}`));
    return request.json(renderAnnouncement(action));
  });
  routes.post("/sim/corporate-actions", async (request) => {
    const terms = TERMS.safeParse(await readJson(request));
    if (!terms.success) return request.json({ message: faultOf(terms.error) }, 422);
    return announceTerms(context, request, terms.data);
  });
  return routes;
}

function announceTerms(
  context: RestContext,
  request: RestRequest,
  terms: CorporateTerms,
): Response {
  const { desk, reports, conductor } = context;
  const { reply, events } = desk.handle({ kind: "control", action: { do: "announce", terms } });
  if (reply.kind === "controlled" && !reply.outcome.ok) return refuse(request, reply.outcome.error);
  reports.push(events);
  conductor.wake();
  return request.json({ done: true });
}

/** By process date, bounds included; without bounds the present day. Pages go on behind the id in their token. */
function listActions({ venue }: RestContext, request: RestRequest): Response {
  const { symbols, types, ids, start, end, sort, limit, page_token: token } = request.req.query();
  const today = newYorkDate(venue.now);
  const most = limit === undefined ? MOST_ACTIONS : Number(limit);
  if (!Number.isInteger(most) || most < 1 || most > MOST_ACTIONS) {
    return refuse(request, asDataError(malformed(`invalid limit: must be 1 to ${MOST_ACTIONS}`)));
  }
  const wanted = readSymbols(symbols);
  const kinds = types?.split(",").map((type) => `${type}s`);
  const found = venue.corporateActions
    .filter(({ terms }) => wanted === null || wanted.has(terms.symbol))
    .filter((action) => kinds === undefined || kinds.includes(groupOf(action)))
    .filter(({ id }) => ids === undefined || ids.split(",").includes(id))
    .filter((action) => ids !== undefined || isWithin(action, start ?? today, end ?? today))
    .sort(byProcessDate);
  if (sort === "desc") found.reverse();
  const place = found.findIndex(({ id }) => id === token);
  if (isGiven(token) && place < 0) {
    return refuse(request, asDataError(malformed("invalid page_token")));
  }
  const rest = found.slice(place + 1);
  const page = rest.slice(0, most);
  return request.json({
    corporate_actions: grouped(page),
    next_page_token: rest.length > page.length ? (page.at(-1)?.id ?? null) : null,
  });
}

function byProcessDate(a: CorporateAction, b: CorporateAction): number {
  const [one, other] = [processDate(a), processDate(b)];
  return one === other ? 0 : one < other ? -1 : 1;
}

function grouped(actions: readonly CorporateAction[]): Record<string, unknown[]> {
  const groups: Record<string, unknown[]> = {};
  for (const action of actions) {
    const group = groupOf(action);
    groups[group] = [...(groups[group] ?? []), renderCorporateAction(action)];
  }
  return groups;
}

function isWithin(action: CorporateAction, start: string, end: string): boolean {
  const at = processDate(action);
  return at >= start.slice(0, 10) && at <= end.slice(0, 10);
}

const DATES = {
  declaration_date: ({ declaredOn }: CorporateAction) => declaredOn,
  ex_date: ({ terms }: CorporateAction) => terms.exDate,
  record_date: ({ terms }: CorporateAction) => terms.exDate,
  payable_date: processDate,
} as const;

function announcements({ venue }: RestContext, request: RestRequest): Response {
  const { ca_types: types, since, until, symbol, date_type: by } = request.req.query();
  if (types === undefined || since === undefined || until === undefined) {
    return refuse(request, malformed("ca_types, since and until are required"));
  }
  const named = Object.entries(DATES).find(([name]) => name === (by ?? "ex_date"));
  if (named === undefined) return refuse(request, malformed("invalid date_type"));
  const [, dateOf] = named;
  const rows = venue.corporateActions
    .filter((action) => dateOf(action) >= since && dateOf(action) <= until)
    .filter(({ terms }) => symbol === undefined || terms.symbol === symbol.toUpperCase())
    .map(renderAnnouncement)
    .filter((row) => types.toLowerCase().split(",").includes(String(row["ca_type"])));
  return request.json(rows);
}
