import { Hono } from "hono";
import { z } from "zod";
import { renderAsset } from "../../render/render-market.ts";
import type { Watchlist } from "../../venue/account/watchlist.ts";
import {
  findWatchlist,
  type WatchlistChange,
  type WatchlistKey,
} from "../../venue/account/watchlists.ts";
import { isUuid } from "../../venue/identifiers.ts";
import { notFound } from "../../venue/venue-error.ts";
import type { VenueState } from "../../venue/venue-state.ts";
import { readBody, refuse } from "./answer.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";

const symbols = z.array(z.string().nullable()).nullish();
const LIST = z.looseObject({ name: z.string().nullish(), symbols });
const ONE = z.looseObject({ symbol: z.string().nullish() });

function upper(list: readonly (string | null)[] | null | undefined): string[] | null {
  if (list === null || list === undefined) return null;
  return list.flatMap((symbol) => (symbol === null ? [] : [symbol.toUpperCase()]));
}

function keyOf(request: RestRequest): WatchlistKey {
  const id = request.req.param("id");
  if (id === undefined) return { by: "name", name: request.req.query("name") ?? "" };
  return { by: "id", id: isUuid(id) ? id.toLowerCase() : id };
}

/** /v2/watchlists, by id and by name. */
export function watchlistRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  const { venue } = context;
  routes.get("/v2/watchlists", (request) =>
    request.json([...venue.watchlists.values()].map((list) => renderBare(venue, list))),
  );
  routes.post("/v2/watchlists", async (request) => {
    const body = await readBody(request, LIST);
    if (!body.ok) return refuse(request, body.error);
    const { name, symbols: named } = body.value;
    return change(context, request, {
      do: "create",
      name: name ?? "",
      symbols: upper(named) ?? [],
    });
  });
  for (const path of ["/v2/watchlists/:id", "/v2/watchlists:by_name"]) {
    routes.get(path, (request) => {
      const list = findWatchlist(venue, keyOf(request));
      return list.ok ? request.json(render(venue, list.value)) : refuse(request, list.error);
    });
    routes.put(path, async (request) => {
      const body = await readBody(request, LIST);
      if (!body.ok) return refuse(request, body.error);
      const { name, symbols: named } = body.value;
      const wanted = { name: name ?? null, symbols: upper(named) };
      return change(context, request, { do: "update", key: keyOf(request), ...wanted });
    });
    routes.post(path, async (request) => {
      const body = await readBody(request, ONE);
      if (!body.ok) return refuse(request, body.error);
      const symbol = (body.value.symbol ?? "").toUpperCase();
      return change(context, request, { do: "append", key: keyOf(request), symbol });
    });
    routes.delete(path, (request) =>
      change(context, request, { do: "delete", key: keyOf(request) }),
    );
  }
  routes.delete("/v2/watchlists/:id/:symbol", (request) => {
    const symbol = request.req.param("symbol").toUpperCase();
    return change(context, request, { do: "remove", key: keyOf(request), symbol });
  });
  return routes;
}

function change(context: RestContext, request: RestRequest, wanted: WatchlistChange): Response {
  const { reply } = context.desk.handle({ kind: "watchlist", change: wanted });
  if (reply.kind !== "watchlist") return refuse(request, notFound("watchlist not found"));
  if (!reply.outcome.ok) return refuse(request, reply.outcome.error);
  if (wanted.do === "delete") return request.body(null, 204);
  return request.json(render(context.venue, reply.outcome.value));
}

/** Lists of watchlists come without their assets. */
function renderBare(venue: VenueState, list: Watchlist): Record<string, unknown> {
  return {
    id: list.id,
    account_id: venue.config.accountId,
    name: list.name,
    created_at: list.createdAt,
    updated_at: list.updatedAt,
  };
}

function render(venue: VenueState, list: Watchlist): Record<string, unknown> {
  const assets = list.symbols.flatMap((symbol) => venue.assets.get(symbol) ?? []);
  return { ...renderBare(venue, list), assets: assets.map(renderAsset) };
}
