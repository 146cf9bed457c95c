import { Hono } from "hono";
import { adjustBars } from "../../render/adjust-bars.ts";
import { renderBar } from "../../render/render-market-data.ts";
import {
  type BarsQuery,
  type PageMark,
  readBarsQuery,
  writePageToken,
} from "../../request/read-bars-query.ts";
import { readLatestQuery } from "../../request/read-data-query.ts";
import type { BarRecord } from "../../tape/bars/bar-record.ts";
import { refuse } from "./answer.ts";
import { asDataError, feedFault, invalidSymbol } from "./data-faults.ts";
import { LatestMarket, type Seen } from "./latest-market.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";
import { StoredBars } from "./stored-bars.ts";

/** /v2/stocks: bars, what was last seen, snapshots. Everything up to the venue's present. */
export function stockRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  const stored = new StoredBars(context.source, context.player);
  routes.get("/v2/stocks/bars", (request) => {
    const query = readBarsQuery(request.req.query(), null, context.venue.now);
    if (!query.ok) return refuse(request, asDataError(query.error));
    const fault = feedFault(context, query.value);
    if (fault !== null) return refuse(request, fault);
    const page = pageOf(context, stored, query.value);
    return request.json({ bars: page.bars, next_page_token: page.token });
  });
  routes.get("/v2/stocks/:symbol/bars", (request) => {
    const symbol = request.req.param("symbol").toUpperCase();
    const query = readBarsQuery(request.req.query(), symbol, context.venue.now);
    if (!query.ok) return refuse(request, asDataError(query.error));
    if (!context.venue.assets.has(symbol)) return refuse(request, invalidSymbol(symbol));
    const fault = feedFault(context, query.value);
    if (fault !== null) return refuse(request, fault);
    const page = pageOf(context, stored, query.value);
    return request.json({ bars: page.bars[symbol] ?? [], symbol, next_page_token: page.token });
  });
  latestRoutes(routes, context, new LatestMarket(context, stored));
  return routes;
}

interface Page {
  readonly bars: Record<string, unknown[]>;
  readonly token: string | null;
}

/** Returns one page: symbols in alphabetical order, each by time, at most `limit` bars in all. */
function pageOf({ venue }: RestContext, stored: StoredBars, query: BarsQuery): Page {
  const bars: Record<string, unknown[]> = {};
  let left = query.limit;
  let last: PageMark | null = null;
  for (const symbol of query.symbols) {
    const rest = behind(stored.select(symbol, query), symbol, query);
    if (rest.length === 0) continue;
    if (left === 0) return { bars, token: last === null ? null : writePageToken(last) };
    const taken = rest.slice(0, left);
    const wanted = { symbol, adjustment: query.adjustment, days: stored.days(symbol) };
    bars[symbol] = adjustBars(venue, wanted, taken).map(renderBar);
    left -= taken.length;
    last = { symbol, startAt: taken.at(-1)?.startAt ?? 0 };
    if (taken.length < rest.length) return { bars, token: writePageToken(last) };
  }
  return { bars, token: null };
}

/** Leaves out what earlier pages held. */
function behind(bars: BarRecord[], symbol: string, { sort, after }: BarsQuery): BarRecord[] {
  const sorted = sort === "asc" ? bars : bars.toReversed();
  if (after === null || symbol > after.symbol) return sorted;
  if (symbol < after.symbol) return [];
  return sorted.filter(({ startAt }) =>
    sort === "asc" ? startAt > after.startAt : startAt < after.startAt,
  );
}

const KINDS = [
  ["quotes", "quote"],
  ["trades", "trade"],
  ["bars", "bar"],
] as const;

/** The last quote, print and minute bar, and all of them: of one symbol, or of several by name. */
function latestRoutes(routes: Hono<RestEnv>, context: RestContext, market: LatestMarket): void {
  for (const [plural, kind] of KINDS) {
    routes.get(`/v2/stocks/${plural}/latest`, (request) =>
      several(context, request, {
        find: (seen) => market[kind](seen),
        wrap: (found) => ({ [plural]: found }),
      }),
    );
    routes.get(`/v2/stocks/:symbol/${plural}/latest`, (request) =>
      single(context, request, {
        find: (seen) => market[kind](seen),
        wrap: (found, symbol) => ({ symbol, [kind]: found }),
      }),
    );
  }
  routes.get("/v2/stocks/snapshots", (request) =>
    several(context, request, {
      find: (seen) => (context.venue.assets.has(seen.symbol) ? market.snapshot(seen) : null),
      wrap: (found) => found,
    }),
  );
  routes.get("/v2/stocks/:symbol/snapshot", (request) =>
    single(context, request, {
      find: (seen) => (context.venue.assets.has(seen.symbol) ? market.snapshot(seen) : null),
      wrap: (found, symbol) => ({ symbol, ...found }),
    }),
  );
}

interface Several {
  readonly find: (seen: Seen) => unknown;
  readonly wrap: (found: Record<string, unknown>) => Record<string, unknown>;
}

/** Symbols that are not known, or of which nothing is known, are left out. */
function several(context: RestContext, request: RestRequest, { find, wrap }: Several): Response {
  const query = readLatestQuery(request.req.query(), null);
  if (!query.ok) return refuse(request, asDataError(query.error));
  const { feed, symbols } = query.value;
  const fault = feedFault(context, { feed, to: context.venue.now });
  if (fault !== null) return refuse(request, fault);
  const found = symbols.map((symbol) => [symbol, find({ symbol, feed })] as const);
  return request.json(wrap(Object.fromEntries(found.filter(([, value]) => value !== null))));
}

interface Single<T> {
  readonly find: (seen: Seen) => T | null;
  readonly wrap: (found: T, symbol: string) => Record<string, unknown>;
}

function single<T>(
  context: RestContext,
  request: RestRequest,
  { find, wrap }: Single<T>,
): Response {
  const symbol = request.req.param("symbol")?.toUpperCase() ?? "";
  const query = readLatestQuery(request.req.query(), symbol);
  if (!query.ok) return refuse(request, asDataError(query.error));
  const { feed } = query.value;
  const fault = feedFault(context, { feed, to: context.venue.now });
  if (fault !== null) return refuse(request, fault);
  const found = find({ symbol, feed });
  if (found === null) return refuse(request, invalidSymbol(symbol));
  return request.json(wrap(found, symbol));
}
