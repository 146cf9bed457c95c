import { clientOrderId, ticker, venueOrderId } from "@interlock/core/ids";
import type { Price } from "@interlock/core/number/price";
import { type Quantity, signOfQuantity } from "@interlock/core/number/quantity";
import type {
  OrderList,
  UnreadableOrder,
  VenueOrder,
} from "@interlock/core/order/execution-report";
import type { OrderPricing, TimeInForce } from "@interlock/core/order/order-intent";
import type { Side } from "@interlock/core/order/side";
import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import { z } from "zod";
import { type WireOrder, wireOrder } from "../wire/order.ts";
import { readPrice, readQuantity } from "./decimal.ts";
import { mapOrderStatus } from "./order-status.ts";
import { describeIssues } from "./schema-issues.ts";
import { readTime } from "./venue-time.ts";

const TIMES_IN_FORCE: ReadonlySet<string> = new Set<TimeInForce>(["day", "gtc", "ioc", "fok"]);

/** Reads a side; short sales and covers are sells and buys. Null for any other word. */
export function mapSide(side: string): Side | null {
  if (side === "buy" || side === "buy_to_cover" || side === "buy_to_open") return "buy";
  if (side === "sell" || side === "sell_short" || side === "sell_to_close") return "sell";
  return null;
}

function isTimeInForce(text: string | null): text is TimeInForce {
  return text !== null && TIMES_IN_FORCE.has(text);
}

function optionalPrice(text: string | null): Price | null {
  return text === null ? null : readPrice(text);
}

function typeOf(order: WireOrder): string {
  return order.type ?? order.order_type ?? "";
}

/** Null for a type that we do not send, or one whose price cannot be read. */
function mapPricing(order: WireOrder): OrderPricing | null {
  const limitPrice = optionalPrice(order.limit_price);
  const stopPrice = optionalPrice(order.stop_price);
  switch (typeOf(order)) {
    case "market":
      return { type: "market" };
    case "limit":
      return limitPrice === null ? null : { type: "limit", limitPrice };
    case "stop":
      return stopPrice === null ? null : { type: "stop", stopPrice };
    case "stop_limit":
      if (limitPrice === null || stopPrice === null) return null;
      return { type: "stop_limit", stopPrice, limitPrice };
    default:
      return null;
  }
}

function readQuantities(
  order: WireOrder,
): Result<{ quantity: Quantity | null; filledQuantity: Quantity }> {
  const quantity = order.qty === null ? null : readQuantity(order.qty);
  const filledQuantity = readQuantity(order.filled_qty);
  if (order.qty !== null && (quantity === null || signOfQuantity(quantity) <= 0)) {
    return fail(`order quantity "${order.qty}" must be a number above 0`);
  }
  if (filledQuantity === null || signOfQuantity(filledQuantity) < 0) {
    return fail(`filled quantity "${order.filled_qty}" must be a number of at least 0`);
  }
  return ok({ quantity, filledQuantity });
}

/** Maps an order; `receivedAt` stands in where the venue leaves out every time. */
export function mapOrder(order: WireOrder, receivedAt: UnixMs): Result<VenueOrder> {
  const quantities = readQuantities(order);
  if (!quantities.ok) return quantities;
  const side = mapSide(order.side);
  if (side === null) return fail(`order side "${order.side}" must be buy or sell`);
  const { quantity, filledQuantity } = quantities.value;
  const createdAt = readTime(order.created_at) ?? readTime(order.submitted_at);
  const updatedAt = readTime(order.updated_at) ?? createdAt ?? receivedAt;
  const expiresAt = readTime(order.expires_at);
  return ok({
    venueOrderId: venueOrderId(order.id),
    clientOrderId: clientOrderId(order.client_order_id),
    symbol: ticker(order.symbol),
    side,
    quantity,
    filledQuantity,
    averagePrice: order.filled_avg_price,
    pricing: mapPricing(order),
    type: typeOf(order),
    timeInForce: isTimeInForce(order.time_in_force) ? order.time_in_force : null,
    extendedHours: order.extended_hours,
    status: mapOrderStatus(order.status, signOfQuantity(filledQuantity) > 0),
    venueStatus: order.status,
    replaces: order.replaces === null ? null : venueOrderId(order.replaces),
    replacedBy: order.replaced_by === null ? null : venueOrderId(order.replaced_by),
    ...(expiresAt === null ? {} : { expiresAt }),
    createdAt: createdAt ?? updatedAt,
    updatedAt,
  });
}

/** Reads an order from parsed JSON. The sentence of a failure names the field. */
export function readOrder(json: unknown, receivedAt: UnixMs): Result<VenueOrder> {
  const parsed = wireOrder.safeParse(json);
  return parsed.success
    ? mapOrder(parsed.data, receivedAt)
    : fail(describeIssues("order", parsed.error));
}

/** The legs that an order carries, as they came. */
function legsOf(json: unknown): readonly unknown[] {
  const carrier = z.object({ legs: z.array(z.unknown()) }).safeParse(json);
  return carrier.success ? carrier.data.legs : [];
}

const namedOrder = z.object({
  id: z.string().min(1).nullable().catch(null),
  client_order_id: z.string().min(1).nullable().catch(null),
  symbol: z.string().min(1).nullable().catch(null),
});

/** Keeps what names an order that cannot be read. */
function unreadableOrder(json: unknown, why: string): UnreadableOrder {
  const parsed = namedOrder.safeParse(json);
  const named = parsed.success ? parsed.data : { id: null, client_order_id: null, symbol: null };
  return {
    venueOrderId: named.id === null ? null : venueOrderId(named.id),
    clientOrderId: named.client_order_id === null ? null : clientOrderId(named.client_order_id),
    symbol: named.symbol === null ? null : ticker(named.symbol),
    why,
    raw: JSON.stringify(json) ?? "",
  };
}

/**
 * Reads a list of orders with the legs of complex ones beside their parents; an id that repeats counts once. One that
 * cannot be read stands apart, so that it hides none of the others. Fails only where there is no list.
 */
export function readOrders(json: unknown, receivedAt: UnixMs): Result<OrderList> {
  if (!Array.isArray(json)) return fail("orders must be a list");
  const orders = new Map<string, VenueOrder>();
  const unreadable = new Map<string, UnreadableOrder>();
  for (const item of json.flatMap((parent: unknown) => [parent, ...legsOf(parent)])) {
    const order = readOrder(item, receivedAt);
    if (order.ok) {
      orders.set(order.value.venueOrderId, order.value);
      continue;
    }
    const found = unreadableOrder(item, order.error);
    unreadable.set(found.venueOrderId ?? found.raw, found);
  }
  return ok({ orders: [...orders.values()], unreadable: [...unreadable.values()] });
}
