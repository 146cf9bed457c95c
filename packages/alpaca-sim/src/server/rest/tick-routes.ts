import { newYorkDate } from "@interlock/core/market/calendar";
import { Hono } from "hono";
import { renderQuote, renderTrade } from "../../render/render-market-data.ts";
import { readTicksQuery, type TicksQuery, writeTickToken } from "../../request/read-ticks-query.ts";
import type { TickMark } from "../../request/read-ticks-query.ts";
import { assetOf } from "../../venue/asset.ts";
import { malformed } from "../../venue/venue-error.ts";
import type { StoredTick, StoredTicks } from "../tape/stored-ticks.ts";
import { refuse } from "./answer.ts";
import { asDataError, feedFault, invalidSymbol } from "./data-faults.ts";
import { CONDITIONS, EXCHANGES } from "./market-tables.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";

type Kind = "quote" | "trade";

/** /v2/stocks: prints, quotes and auctions of the tape so far, and what their letters mean. Tapes carry no news. */
export function tickRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  const { ticks: stored } = context;
  for (const [plural, kind] of [
    ["trades", "trade"],
    ["quotes", "quote"],
  ] as const) {
    const answer = (request: RestRequest, symbol: string | null): Response => {
      const query = readTicksQuery(request.req.query(), symbol, context.venue.now);
      if (!query.ok) return refuse(request, asDataError(query.error));
      const fault = feedFault(context, query.value) ?? symbolFault(context, symbol);
      if (fault !== null) return refuse(request, fault);
      const page = pageOf(stored, kind, query.value);
      const items = Object.fromEntries(
        page.ticks.map(([name, ticks]) => [
          name,
          ticks.map((tick) => render(context, kind, { symbol: name, tick })),
        ]),
      );
      const token = page.token === null ? null : writeTickToken(page.token);
      if (symbol === null) return request.json({ [plural]: items, next_page_token: token });
      return request.json({ [plural]: items[symbol] ?? [], symbol, next_page_token: token });
    };
    routes.get(`/v2/stocks/${plural}`, (request) => answer(request, null));
    routes.get(`/v2/stocks/:symbol/${plural}`, (request) =>
      answer(request, request.req.param("symbol").toUpperCase()),
    );
  }
  routes.get("/v2/stocks/auctions", (request) => auctions(context, stored, request));
  routes.get("/v2/stocks/:symbol/auctions", (request) => auctions(context, stored, request));
  routes.get("/v1beta1/news", (request) => request.json({ news: [], next_page_token: null }));
  routes.get("/v2/stocks/meta/exchanges", (request) => request.json(EXCHANGES));
  routes.get("/v2/stocks/meta/conditions/:kind", (request) => {
    const kind = request.req.param("kind");
    if (kind === "quote" || kind === "trade") return request.json(CONDITIONS[kind]);
    return refuse(request, asDataError(malformed(`invalid tick type: ${kind}`)));
  });
  return routes;
}

function symbolFault(context: RestContext, symbol: string | null) {
  return symbol === null || context.venue.assets.has(symbol) ? null : invalidSymbol(symbol);
}

interface TickPage {
  readonly ticks: readonly (readonly [string, readonly StoredTick[]])[];
  readonly token: TickMark | null;
}

/** Symbols in alphabetical order, each by time, at most `limit` in all. */
function pageOf(stored: StoredTicks, kind: Kind, query: TicksQuery): TickPage {
  const pages: [string, readonly StoredTick[]][] = [];
  let left = query.limit;
  let last: TickMark | null = null;
  for (const [symbol, ticks] of stored.select(kind, query)) {
    if (ticks.length === 0) continue;
    if (left === 0) return { ticks: pages, token: last };
    const taken = ticks.slice(0, left);
    pages.push([symbol, taken]);
    left -= taken.length;
    last = { symbol, place: taken.at(-1)?.place ?? 0 };
    if (taken.length < ticks.length) return { ticks: pages, token: last };
  }
  return { ticks: pages, token: null };
}

interface NamedTick {
  readonly symbol: string;
  readonly tick: StoredTick;
}

function render(context: RestContext, kind: Kind, { symbol, tick }: NamedTick): unknown {
  const place = { ...tick, asset: assetOf(symbol), printKinds: context.source.printKinds };
  if (kind === "quote") return renderQuote(place);
  const amendment = context.notices.amendments.get(tick.id);
  if (amendment === undefined) return renderTrade(place);
  return { ...renderTrade(place), u: amendment === null ? "canceled" : "corrected" };
}

/** Auctions are the prints of the tape that carry their letters: O for the opening, 6 for the closing. */
function auctions(context: RestContext, stored: StoredTicks, request: RestRequest): Response {
  const symbol = request.req.param("symbol")?.toUpperCase() ?? null;
  const read = readTicksQuery(request.req.query(), symbol, context.venue.now);
  if (!read.ok) return refuse(request, asDataError(read.error));
  const fault = feedFault(context, read.value) ?? symbolFault(context, symbol);
  if (fault !== null) return refuse(request, fault);
  const { auctions: found, token } = auctionPage(context, stored, read.value);
  if (symbol === null) return request.json({ auctions: found, next_page_token: token });
  return request.json({ auctions: found[symbol] ?? [], symbol, next_page_token: token });
}

interface AuctionPage {
  readonly auctions: Record<string, unknown[]>;
  readonly token: string | null;
}

/** Symbols in alphabetical order, each by day, at most `limit` days in all. */
function auctionPage(context: RestContext, stored: StoredTicks, query: TicksQuery): AuctionPage {
  const found: Record<string, unknown[]> = {};
  let left = query.limit;
  let last: TickMark | null = null;
  const all = { ...query, limit: Number.MAX_SAFE_INTEGER / 8 };
  for (const [name, ticks] of stored.select("trade", all)) {
    const days = daysOf(context, name, ticks);
    const taken = days.slice(0, left);
    const end = taken.at(-1);
    if (end !== undefined) {
      found[name] = taken.map(({ day }) => day);
      last = { symbol: name, place: end.place };
    }
    left -= taken.length;
    if (taken.length === days.length) continue;
    return { auctions: found, token: last === null ? null : writeTickToken(last) };
  }
  return { auctions: found, token: null };
}

/** A day's auctions, and the place of its last print that was read. */
interface AuctionDay {
  readonly day: { readonly d: string; readonly o: unknown[]; readonly c: unknown[] };
  place: number;
}

function daysOf(context: RestContext, symbol: string, ticks: readonly StoredTick[]): AuctionDay[] {
  const days = new Map<string, AuctionDay>();
  for (const tick of ticks) {
    const kind = context.source.printKinds[(tick.chunk.sizeB[tick.index] ?? 0) >>> 8];
    const letter = ["O", "6"].find((known) => kind?.conditions.includes(known) === true);
    if (letter === undefined) continue;
    const d = newYorkDate(tick.chunk.time[tick.index] ?? 0);
    const known = days.get(d) ?? { day: { d, o: [], c: [] }, place: tick.place };
    days.set(d, known);
    known.place = tick.place;
    const place = { ...tick, asset: assetOf(symbol), printKinds: context.source.printKinds };
    const { t, x, p, s } = renderTrade(place);
    (letter === "O" ? known.day.o : known.day.c).push({ t, x, p, s, c: letter });
  }
  return [...days.values()];
}
