import { Hono } from "hono";
import { attributesOf, renderAsset } from "../../render/render-market.ts";
import { isGiven } from "../../request/reading.ts";
import type { Asset } from "../../venue/asset.ts";
import { notFound } from "../../venue/venue-error.ts";
import type { VenueState } from "../../venue/venue-state.ts";
import { refuse } from "./answer.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";

/** Returns the asset of a symbol, in either case of its letters, or of an asset id; undefined when there is none. */
export function findAsset(venue: VenueState, name: string): Asset | undefined {
  const id = name.toLowerCase();
  return (
    venue.assets.get(name.toUpperCase()) ??
    [...venue.assets.values()].find((asset) => asset.id === id)
  );
}

/** /v2/assets. */
export function assetRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  routes.get("/v2/assets", (request) => listAssets(context, request));
  routes.get("/v2/assets/:name", (request) => {
    const name = request.req.param("name");
    const asset = findAsset(context.venue, name);
    if (asset === undefined) return refuse(request, notFound(`asset not found for ${name}`));
    return request.json(renderAsset(asset));
  });
  return routes;
}

/** Sorted by exchange, then symbol. All are US equities; of several attributes one is enough. */
function listAssets(context: RestContext, request: RestRequest): Response {
  const { status, asset_class: kind, exchange, attributes } = request.req.query();
  const isEmpty = isGiven(kind) && kind !== "us_equity";
  const assets = isEmpty ? [] : [...context.venue.assets.values()];
  const wanted = isGiven(attributes) ? attributes.split(",") : null;
  return request.json(
    assets
      .filter(
        ({ isActive }) =>
          !isGiven(status) || status === "all" || isActive === (status === "active"),
      )
      .filter((asset) => !isGiven(exchange) || asset.exchange === exchange)
      .filter((asset) => wanted?.some((name) => attributesOf(asset).includes(name)) ?? true)
      .sort((a, b) => (`${a.exchange} ${a.symbol}` < `${b.exchange} ${b.symbol}` ? -1 : 1))
      .map(renderAsset),
  );
}
