import { wireOrderRequest, wireReplaceRequest } from "@interlock/alpaca/wire/order-request";
import type { WireOrder } from "@interlock/alpaca/wire/order";
import { Hono } from "hono";
import { renderOrder } from "../../render/render-order.ts";
import { type OrderFilter, readOrderFilter } from "../../request/read-order-filter.ts";
import { readOrderRequest } from "../../request/read-order-request.ts";
import { readReplaceRequest } from "../../request/read-replace-request.ts";
import { isUuid } from "../../venue/identifiers.ts";
import { legsOf } from "../../venue/order/order-group.ts";
import { isClosed, type OrderRecord } from "../../venue/order/order-record.ts";
import { malformed, notFound } from "../../venue/venue-error.ts";
import type { VenueState } from "../../venue/venue-state.ts";
import { orderIn } from "../desk.ts";
import { carried, readBody, refuse } from "./answer.ts";
import { findAsset } from "./asset-routes.ts";
import type { RestContext, RestEnv, RestRequest } from "./rest-context.ts";

/** /v2/orders. */
export function orderRoutes(context: RestContext): Hono<RestEnv> {
  const routes = new Hono<RestEnv>();
  routes.post("/v2/orders", (request) => postOrder(context, request));
  routes.get("/v2/orders", (request) => listOrders(context, request));
  routes.delete("/v2/orders", (request) => cancelAll(context, request));
  routes.get("/v2/orders:by_client_order_id", (request) => byClientId(context, request));
  routes.get("/v2/orders/:id", (request) => getOrder(context, request));
  routes.patch("/v2/orders/:id", (request) => patchOrder(context, request));
  routes.delete("/v2/orders/:id", (request) => cancelOne(context, request));
  return routes;
}

async function postOrder(context: RestContext, request: RestRequest): Promise<Response> {
  const body = await readBody(request, wireOrderRequest);
  if (!body.ok) return refuse(request, body.error);
  const order = readOrderRequest(body.value);
  if (!order.ok) return refuse(request, order.error);
  const fails = context.faults.strikes("rejectAfterAccept");
  const wanted = { ...order.value, symbol: symbolOf(context, order.value.symbol) };
  const command = { kind: "submit", order: wanted, ...(fails ? { fails } : {}) } as const;
  const reply = carried(request, context.desk.handle(command));
  const outcome = orderIn(reply);
  if (!outcome.ok) return refuse(request, outcome.error);
  if (context.faults.strikes("cutPostAfterAccept")) request.set("isCut", true);
  return request.json(renderAnswer(context.venue, outcome.value));
}

/** An order may name its asset by id. */
function symbolOf({ venue }: RestContext, name: string): string {
  return isUuid(name) ? (findAsset(venue, name)?.symbol ?? name.toLowerCase()) : name;
}

/** An order that began to work at once is answered as not yet routed, as the real venue does. */
function renderAnswer(venue: VenueState, order: Readonly<OrderRecord>): Record<string, unknown> {
  const status = order.status === "new" ? venue.config.acknowledgedAs : order.status;
  return renderOrder(order, status, legsOf(venue, order));
}

async function patchOrder(context: RestContext, request: RestRequest): Promise<Response> {
  const orderId = idOf(request);
  if (orderId === null) return refuse(request, malformed("order_id is missing"));
  const body = await readBody(request, wireReplaceRequest);
  if (!body.ok) return refuse(request, body.error);
  const changes = readReplaceRequest(body.value);
  if (!changes.ok) return refuse(request, changes.error);
  const fails = context.faults.strikes("rejectReplace");
  const wanted = fails ? { ...changes.value, fails } : changes.value;
  const handled = context.desk.handle({ kind: "replace", orderId, changes: wanted });
  const outcome = orderIn(carried(request, handled));
  if (!outcome.ok) return refuse(request, outcome.error);
  return request.json(renderAnswer(context.venue, outcome.value));
}

function idOf(request: RestRequest): string | null {
  const id = request.req.param("id")?.toLowerCase() ?? "";
  return isUuid(id) ? id : null;
}

function getOrder(context: RestContext, request: RestRequest): Response {
  const id = idOf(request);
  if (id === null) return refuse(request, malformed("order_id is missing"));
  const order = context.venue.orders.get(id);
  if (order === undefined) return refuse(request, notFound(`order not found for ${id}`));
  const isNested = request.req.query("nested") === "true";
  return request.json(renderOne(context.venue, order, isNested));
}

function renderOne(venue: VenueState, order: OrderRecord, isNested: boolean): WireOrder {
  return renderOrder(order, order.status, isNested ? legsOf(venue, order) : []);
}

function byClientId(context: RestContext, request: RestRequest): Response {
  const clientId = request.req.query("client_order_id") ?? "";
  const id = context.venue.orderIdByClientId.get(clientId);
  const order = id === undefined ? undefined : context.venue.orders.get(id);
  if (order === undefined) return refuse(request, notFound(`order not found for ${clientId}`));
  return request.json(renderOrder(order));
}

function cancelOne(context: RestContext, request: RestRequest): Response {
  const orderId = idOf(request);
  if (orderId === null) return refuse(request, malformed("order_id is missing"));
  const stuck = context.faults.strikes("stuckPendingCancel");
  const reply = carried(request, context.desk.handle({ kind: "cancel", orderId, stuck }));
  const outcome = orderIn(reply);
  return outcome.ok ? request.body(null, 204) : refuse(request, outcome.error);
}

function cancelAll(context: RestContext, request: RestRequest): Response {
  const { faults, desk } = context;
  const failing = faults.takeUpTo("failCancelAll", Number.MAX_SAFE_INTEGER);
  const stuck = faults.takeUpTo("stuckPendingCancel", Number.MAX_SAFE_INTEGER);
  const reply = carried(request, desk.handle({ kind: "cancel_all", stuck, failing }));
  return request.json(reply.kind === "canceled" ? reply.lines : [], 207);
}

function listOrders(context: RestContext, request: RestRequest): Response {
  const filter = readOrderFilter(request.req.query());
  if (!filter.ok) return refuse(request, filter.error);
  const stranger = [filter.value.beforeOrderId, filter.value.afterOrderId].find(
    (id) => id !== null && !context.venue.orders.has(id),
  );
  if (typeof stranger === "string") {
    return refuse(request, notFound(`order not found for ${stranger}`));
  }
  const orders = selectOrders(context.venue, filter.value);
  return request.json(orders.map((order) => renderOne(context.venue, order, filter.value.nested)));
}

/** Returns the orders that a filter lets through, in its direction, at most as many as it wants. */
function selectOrders(venue: VenueState, filter: OrderFilter): OrderRecord[] {
  const orders = [...venue.orders.values()];
  if (filter.direction === "desc") orders.reverse();
  const before = sequenceOf(venue, filter.beforeOrderId) ?? Number.POSITIVE_INFINITY;
  const after = sequenceOf(venue, filter.afterOrderId) ?? Number.NEGATIVE_INFINITY;
  return orders
    .filter((order) => order.sequence < before && order.sequence > after)
    .filter((order) => !filter.nested || order.parentId === null)
    .filter(
      (order) =>
        matches(order, filter) ||
        (filter.nested && legsOf(venue, order).some((leg) => matches(leg, filter))),
    )
    .slice(0, filter.limit);
}

function sequenceOf(venue: VenueState, orderId: string | null): number | undefined {
  return orderId === null ? undefined : venue.orders.get(orderId)?.sequence;
}

function matches(order: OrderRecord, filter: OrderFilter): boolean {
  return (
    (filter.status === "all" || isClosed(order) === (filter.status === "closed")) &&
    (filter.symbols === null || filter.symbols.has(order.symbol)) &&
    (filter.side === null || filter.side === order.side) &&
    (filter.assetClass === null || filter.assetClass === "us_equity") &&
    (filter.after === null || order.createdAt > filter.after) &&
    (filter.until === null || order.createdAt < filter.until)
  );
}
