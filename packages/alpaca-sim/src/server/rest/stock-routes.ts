import { Hono } from "hono";
import { adjustBars } from "../../render/adjust-bars.ts";
import { renderBar, renderQuote, renderTrade } from "../../render/render-market-data.ts";
import {
  type BarsQuery,
  type PageMark,
  readBarsQuery,
  writePageToken,
} from "../../request/read-bars-query.ts";
import { readSymbols } from "../../request/read-order-filter.ts";
import type { BarRecord } from "../../tape/bars/bar-record.ts";
import { assetOf } from "../../venue/asset.ts";
import type { LastEvent } from "../tape/market-board.ts";
import { refuse } from "./answer.ts";
import { asDataError, feedFault, invalidSymbol } from "./data-faults.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";
import { StoredBars } from "./stored-bars.ts";

/** /v2/stocks: bars, what was last seen, snapshots. Everything up to the venue's present. */
export function stockRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  const board = new Board(context);
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
  latestRoutes(routes, { quotes: "quote", trades: "trade", bars: "bar" }, (kind, symbol) =>
    kind === "quote"
      ? board.quote(symbol)
      : kind === "trade"
        ? board.trade(symbol)
        : lastBar(stored, symbol),
  );
  snapshotRoutes(routes, context, (symbol) => snapshotOf(board, stored, symbol));
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

function lastBar(stored: StoredBars, symbol: string): unknown {
  const bar = stored.lastMinute(symbol);
  return bar === null ? null : renderBar(bar);
}

type Latest = (kind: "quote" | "trade" | "bar", symbol: string) => unknown;

/** The last quote, print and minute bar: of one symbol, or of several by name. */
function latestRoutes(
  routes: Hono<RestEnv>,
  kinds: Readonly<Record<"quotes" | "trades" | "bars", "quote" | "trade" | "bar">>,
  latest: Latest,
): void {
  for (const [plural, kind] of Object.entries(kinds)) {
    routes.get(`/v2/stocks/${plural}/latest`, (request) => {
      return request.json({ [plural]: bySymbol(request, (symbol) => latest(kind, symbol)) });
    });
    routes.get(`/v2/stocks/:symbol/${plural}/latest`, (request) => {
      const symbol = request.req.param("symbol")?.toUpperCase() ?? "";
      const found = latest(kind, symbol);
      if (found === null) return refuse(request, invalidSymbol(symbol));
      return request.json({ symbol, [kind]: found });
    });
  }
}

function snapshotRoutes(
  routes: Hono<RestEnv>,
  context: RestContext,
  snapshot: (symbol: string) => Record<string, unknown>,
): void {
  routes.get("/v2/stocks/snapshots", (request) =>
    request.json(
      bySymbol(request, (symbol) => (context.venue.assets.has(symbol) ? snapshot(symbol) : null)),
    ),
  );
  routes.get("/v2/stocks/:symbol/snapshot", (request) => {
    const symbol = request.req.param("symbol").toUpperCase();
    if (!context.venue.assets.has(symbol)) return refuse(request, invalidSymbol(symbol));
    return request.json({ symbol, ...snapshot(symbol) });
  });
}

/** Symbols that are not known, or of which nothing is known, are left out. */
function bySymbol(
  request: RestRequest,
  find: (symbol: string) => unknown,
): Record<string, unknown> {
  const symbols = [...(readSymbols(request.req.query("symbols")) ?? [])].sort();
  const found = symbols.map((symbol) => [symbol, find(symbol)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== null));
}

function snapshotOf(board: Board, stored: StoredBars, symbol: string): Record<string, unknown> {
  const [today, before] = stored.lastDays(symbol);
  return {
    latestTrade: board.trade(symbol),
    latestQuote: board.quote(symbol),
    minuteBar: lastBar(stored, symbol),
    dailyBar: today === null ? null : renderBar(today),
    prevDailyBar: before === null ? null : renderBar(before),
  };
}

/** What was last seen of a symbol, rendered. */
class Board {
  readonly #context: RestContext;

  constructor(context: RestContext) {
    this.#context = context;
  }

  quote(symbol: string): unknown {
    const event = this.#context.player.board.lastQuote(this.#numberOf(symbol));
    return event === null ? null : renderQuote(this.#place(symbol, event));
  }

  trade(symbol: string): unknown {
    const event = this.#context.player.board.lastTrade(this.#numberOf(symbol));
    return event === null ? null : renderTrade(this.#place(symbol, event));
  }

  #numberOf(symbol: string): number {
    return this.#context.source.symbols.indexOf(symbol);
  }

  #place(symbol: string, event: LastEvent): Parameters<typeof renderTrade>[0] {
    return { ...event, asset: assetOf(symbol), printKinds: this.#context.source.printKinds };
  }
}
