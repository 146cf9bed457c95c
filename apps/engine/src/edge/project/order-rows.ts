import type {
  FillRow,
  OrderEventRow,
  OrderRow,
  RecordPlace,
  RiskDecisionRow,
} from "@interlock/db/projection/rows";
import type { Fill } from "@interlock/core/fill/fill";
import { formatMoney } from "@interlock/core/number/money";
import { formatPrice } from "@interlock/core/number/price";
import { formatQuantity } from "@interlock/core/number/quantity";
import { averageFillPrice, type Order } from "@interlock/core/order/order";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import type { EngineRecord } from "../../record.ts";
import { checksOf } from "../view/dossier.ts";
import { sentenceOf } from "../view/event-line.ts";
import { priceText } from "../view/decimal-text.ts";

type Decided = Extract<EngineRecord, { readonly kind: "order_approved" | "order_denied" }>;

function terms(intent: OrderIntent) {
  const { pricing } = intent;
  const hasLimit = pricing.type === "limit" || pricing.type === "stop_limit";
  const hasStop = pricing.type === "stop" || pricing.type === "stop_limit";
  return {
    symbol: intent.symbol,
    side: intent.side,
    type: pricing.type,
    timeInForce: intent.timeInForce,
    extendedHours: intent.extendedHours,
    quantity: formatQuantity(intent.quantity),
    limitPrice: hasLimit ? formatPrice(pricing.limitPrice) : null,
    stopPrice: hasStop ? formatPrice(pricing.stopPrice) : null,
    purpose: intent.purpose,
    strategyId: intent.strategyId,
    signalId: intent.signalId,
  };
}

/** An order as it stands after a journal entry. */
export function orderRow(order: Order, accountId: string, journalSeq: number): OrderRow {
  return {
    ...terms(order),
    clientOrderId: order.clientOrderId,
    venueOrderId: order.venueOrderId,
    accountId,
    filledQuantity: formatQuantity(order.filledQuantity),
    leaves: formatQuantity(order.leavesQuantity),
    averagePrice: priceText(averageFillPrice(order)),
    status: order.status,
    venueStatus: order.venueStatus,
    arrivalMid: priceText(order.arrivalMid),
    reason: order.lastReason,
    flags: order.flags,
    replaces: order.replaces,
    replacedBy: order.replacedBy,
    createdAt: order.createdAt,
    submittedAt: order.submittedAt,
    acceptedAt: order.acceptedAt,
    updatedAt: order.updatedAt,
    terminalAt: order.terminalAt,
    journalSeq,
  };
}

/** A step in an order's life; `order` is the order after it. */
export function orderEventRow(
  record: EngineRecord,
  order: Order,
  place: RecordPlace,
): OrderEventRow {
  const raw = "raw" in record && record.raw !== "" ? record.raw : null;
  const venueAt = record.kind === "fill_booked" ? record.fill.venueAt : null;
  return {
    ...place,
    clientOrderId: order.clientOrderId,
    event: record.kind === "order_advanced" ? record.event.kind : record.kind,
    status: order.status,
    sentence: sentenceOf(record),
    venueAt,
    raw,
  };
}

/** A fill; its own time is the venue's. */
export function fillRow(fill: Fill, accountId: string, place: RecordPlace): FillRow {
  return {
    ...place,
    at: fill.venueAt,
    accountId,
    executionId: fill.executionId,
    clientOrderId: fill.clientOrderId,
    venueOrderId: fill.venueOrderId,
    strategyId: fill.strategyId,
    symbol: fill.symbol,
    side: fill.side,
    quantity: formatQuantity(fill.quantity),
    price: formatPrice(fill.price),
    fee: formatMoney(fill.fee),
  };
}

/** A decision of risk with its whole cascade. */
export function riskDecisionRow(
  record: Decided,
  place: RecordPlace,
  account: { readonly id: string; readonly limitVersion: number | null },
): RiskDecisionRow {
  return {
    ...place,
    ...terms(record.intent),
    accountId: account.id,
    clientOrderId: record.intent.clientOrderId,
    outcome: record.kind === "order_approved" ? "approved" : "denied",
    denialCodes: record.kind === "order_denied" ? record.denials.map((denial) => denial.code) : [],
    checks: checksOf(record),
    limitVersion: account.limitVersion,
    arrivalMid: priceText(record.arrivalMid),
  };
}
