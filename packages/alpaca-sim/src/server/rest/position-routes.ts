import { Hono } from "hono";
import { renderOrder } from "../../render/render-order.ts";
import { renderPosition } from "../../render/render-position.ts";
import { readCloseRequest } from "../../request/read-close-request.ts";
import type { CloseLine } from "../../venue/account/close-position.ts";
import type { PositionRecord } from "../../venue/account/position-record.ts";
import { notFound } from "../../venue/venue-error.ts";
import type { VenueState } from "../../venue/venue-state.ts";
import { orderIn } from "../desk.ts";
import { carried, errorBody, refuse } from "./answer.ts";
import { findAsset } from "./asset-routes.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";

/** /v2/positions. */
export function positionRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  routes.get("/v2/positions", (request) => {
    const positions = sortedPositions(context.venue);
    return request.json(positions.map((held) => renderPosition(context.venue, held)));
  });
  routes.get("/v2/positions/:symbol", (request) => getPosition(context, request));
  routes.delete("/v2/positions", (request) => closeAll(context, request));
  routes.delete("/v2/positions/:symbol", (request) => closeOne(context, request));
  return routes;
}

function sortedPositions(venue: VenueState): PositionRecord[] {
  return [...venue.positions.values()].sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}

function getPosition(context: RestContext, request: RestRequest): Response {
  const name = request.req.param("symbol") ?? "";
  const asset = findAsset(context.venue, name);
  if (asset === undefined) return refuse(request, notFound(`symbol not found: ${name}`));
  const position = context.venue.positions.get(asset.symbol);
  if (position === undefined) return refuse(request, notFound("position does not exist"));
  return request.json(renderPosition(context.venue, position));
}

function closeOne(context: RestContext, request: RestRequest): Response {
  const name = request.req.param("symbol") ?? "";
  const asset = findAsset(context.venue, name);
  if (asset === undefined) return refuse(request, notFound(`symbol not found: ${name}`));
  const { qty, percentage } = request.req.query();
  const part = readCloseRequest({ qty, percentage });
  if (!part.ok) return refuse(request, part.error);
  const { symbol } = asset;
  const handled = context.desk.handle({ kind: "close", symbol, part: part.value });
  const outcome = orderIn(carried(request, handled));
  return outcome.ok ? request.json(renderOrder(outcome.value)) : refuse(request, outcome.error);
}

function closeAll(context: RestContext, request: RestRequest): Response {
  const cancelOrders = request.req.query("cancel_orders") === "true";
  const failing = context.faults.takeUpTo("failCloseAll", Number.MAX_SAFE_INTEGER);
  const command = { kind: "close_all", cancelOrders, failing } as const;
  const reply = carried(request, context.desk.handle(command));
  return request.json(reply.kind === "closed" ? reply.lines.map(renderLine) : [], 207);
}

function renderLine({ symbol, outcome }: CloseLine): Record<string, unknown> {
  return outcome.ok
    ? { symbol, status: 200, body: renderOrder(outcome.value) }
    : { symbol, status: outcome.error.status, body: errorBody(outcome.error) };
}
