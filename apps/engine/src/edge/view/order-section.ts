import { type FillView, NOT_OURS, type OrderView } from "@interlock/api/view/order-view";
import type { Fill } from "@interlock/core/fill/fill";
import { formatMoney } from "@interlock/core/number/money";
import { type Price, priceToNumber } from "@interlock/core/number/price";
import { formatQuantity, ZERO_QUANTITY } from "@interlock/core/number/quantity";
import { averageFillPrice, isOpen, type Order } from "@interlock/core/order/order";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { formatPrice } from "@interlock/core/number/price";
import { describeDenial } from "@interlock/core/risk/denial";
import type { DeniedIntent, EdgeBook } from "../follow/edge-book.ts";
import { priceText } from "./decimal-text.ts";

/** Rows that the live feed carries; the rest is asked for by page. */
const LIVE_ORDERS_MAX = 200;

/** Returns what the live feed carries of the day's orders. */
export function orderSection(book: EdgeBook): OrderView[] {
  return ordersOfToday(book).slice(0, LIVE_ORDERS_MAX);
}

/**
 * Returns all orders of the day and denied wishes, working ones first, then by time, newest first. What is open at the
 * venue and not ours is among the working ones: it counts in limits, and a person must be able to see and cancel it.
 */
export function ordersOfToday(book: EdgeBook): OrderView[] {
  const orders = Object.values(book.state.orders);
  const working = [
    ...orders.filter(isOpen).map(orderView),
    ...Object.values(book.state.external).map(otherOrderView),
  ];
  const ended = [
    ...orders.filter((order) => !isOpen(order)).map(orderView),
    ...book.denied.map(deniedView),
  ];
  const newest = (a: OrderView, b: OrderView) => b.createdAt - a.createdAt;
  return [...working.sort(newest), ...ended.sort(newest)];
}

/** Returns the venue's last word on an order. The last fill is its word that the order is done; it sends no other. */
export function venueWord(order: Pick<Order, "status" | "venueStatus">): string {
  return order.status === "filled" ? "filled" : (order.venueStatus ?? "");
}

/** Returns an order as the console shows it. */
export function orderView(order: Order): OrderView {
  const average = averageFillPrice(order);
  return {
    ...intentFields(order),
    venueOrderId: order.venueOrderId,
    filledQuantity: formatQuantity(order.filledQuantity),
    leavesQuantity: formatQuantity(order.leavesQuantity),
    averagePrice: priceText(average),
    status: order.status,
    venueStatus: venueWord(order),
    arrivalMid: priceText(order.arrivalMid),
    slippageBps: slippageBps(order, average),
    reason: order.lastReason ?? "",
    denialCodes: [],
    flags: [...order.flags],
    createdAt: order.createdAt,
    submittedAt: order.submittedAt,
    acceptedAt: order.acceptedAt,
    updatedAt: order.updatedAt,
    terminalAt: order.terminalAt,
  };
}

/** Returns an order that is open at the venue and that our books do not hold open, marked as such. */
export function otherOrderView(order: Order): OrderView {
  return {
    ...orderView(order),
    type: order.otherType === "trailing_stop" ? order.otherType : order.pricing.type,
    purpose: "not ours",
    reason: "Open at the venue and not held open by our books. It counts in limits.",
    flags: [...order.flags, NOT_OURS],
  };
}

/** Returns a denied intent in the same shape: it never left, so it has no venue, no fills and no life. */
export function deniedView(denied: DeniedIntent): OrderView {
  return {
    ...intentFields(denied.intent),
    venueOrderId: null,
    filledQuantity: formatQuantity(ZERO_QUANTITY),
    leavesQuantity: formatQuantity(ZERO_QUANTITY),
    averagePrice: null,
    status: "denied",
    venueStatus: "",
    arrivalMid: priceText(denied.arrivalMid),
    slippageBps: null,
    reason: denied.denials.map(describeDenial).join(" "),
    denialCodes: denied.denials.map((denial) => denial.code),
    flags: [],
    createdAt: denied.at,
    submittedAt: null,
    acceptedAt: null,
    updatedAt: denied.at,
    terminalAt: denied.at,
  };
}

function intentFields(intent: OrderIntent) {
  const { pricing } = intent;
  const limit =
    pricing.type === "limit" || pricing.type === "stop_limit" ? pricing.limitPrice : null;
  const stop = pricing.type === "stop" || pricing.type === "stop_limit" ? pricing.stopPrice : null;
  return {
    clientOrderId: intent.clientOrderId,
    symbol: intent.symbol,
    side: intent.side,
    type: pricing.type,
    timeInForce: intent.timeInForce,
    extendedHours: intent.extendedHours,
    quantity: formatQuantity(intent.quantity),
    limitPrice: priceText(limit),
    stopPrice: priceText(stop),
    purpose: intent.purpose,
    strategyId: intent.strategyId,
    signalId: intent.signalId,
  };
}

/** sideSign × (average fill − arrival mid) / arrival mid × 10,000: positive is a cost. */
function slippageBps(order: Order, average: Price | null): number | null {
  if (average === null || order.arrivalMid === null) return null;
  const arrival = priceToNumber(order.arrivalMid);
  const sign = order.side === "buy" ? 1 : -1;
  return Math.round(((sign * (priceToNumber(average) - arrival)) / arrival) * 100_000) / 10;
}

/** Returns a fill as the console shows it. */
export function fillView(fill: Fill): FillView {
  return {
    executionId: fill.executionId,
    clientOrderId: fill.clientOrderId,
    symbol: fill.symbol,
    side: fill.side,
    quantity: formatQuantity(fill.quantity),
    price: formatPrice(fill.price),
    fee: formatMoney(fill.fee),
    strategyId: fill.strategyId,
    venueAt: fill.venueAt,
  };
}
