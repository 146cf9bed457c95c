import type { OrderStatus } from "@interlock/core/order/order-status";
import type { UnixMs } from "@interlock/core/time";
import type * as model from "../generated/models.ts";
import type { OrderEventRow, OrderRow } from "../projection/rows.ts";
import type { LedgerClient } from "./ledger-client.ts";
import { afterOrder, type Page, type PageRequest, pageLength, toPage } from "./page.ts";
import { maybeDollars, maybeMs, placeFields, sharesText } from "./read-row.ts";

/** Which orders to show. Conditions that are absent or null do not restrict. */
export interface OrdersQuery extends PageRequest {
  /** Only orders that may still trade, or only those that have ended. */
  readonly life?: "open" | "ended" | null | undefined;
  readonly statuses?: readonly OrderStatus[] | null | undefined;
  readonly symbol?: string | null | undefined;
  readonly strategyId?: string | null | undefined;
  readonly createdFrom?: UnixMs | null | undefined;
  /** Found anywhere in ids, symbol, strategy or reason, without regard to case. */
  readonly text?: string | null | undefined;
}

/** Returns orders, newest first. Throws BadCursor. */
export async function ordersPage(
  ledger: LedgerClient,
  query: OrdersQuery,
): Promise<Page<OrderRow>> {
  const length = pageLength(query);
  const found = await ledger.order.findMany({
    where: { AND: [conditions(query), matching(query.text), afterOrder(query.cursor)] },
    orderBy: [{ createdAt: "desc" }, { clientOrderId: "desc" }],
    take: length + 1,
  });
  const keyOf = (row: model.OrderModel) => [row.createdAt.getTime(), row.clientOrderId];
  return toPage(found, { length, read: readOrder, keyOf });
}

/** Returns one order; null when there is none of that id. */
export async function orderById(
  ledger: LedgerClient,
  clientOrderId: string,
): Promise<OrderRow | null> {
  const found = await ledger.order.findUnique({ where: { clientOrderId } });
  return found === null ? null : readOrder(found);
}

/** Returns the whole life of an order, oldest step first. */
export async function orderEvents(
  ledger: LedgerClient,
  clientOrderId: string,
): Promise<OrderEventRow[]> {
  const found = await ledger.orderEvent.findMany({
    where: { clientOrderId },
    orderBy: [{ journalSeq: "asc" }, { recordIndex: "asc" }],
  });
  return found.map(({ event, status, sentence, venueAt, raw, ...row }) => ({
    ...placeFields(row),
    clientOrderId,
    event,
    status,
    sentence,
    venueAt: maybeMs(venueAt),
    raw,
  }));
}

function conditions({ life, statuses, symbol, strategyId, createdFrom }: OrdersQuery) {
  return {
    ...(life === "open" ? { terminalAt: null } : {}),
    ...(life === "ended" ? { terminalAt: { not: null } } : {}),
    ...(statuses ? { status: { in: [...statuses] } } : {}),
    ...(symbol ? { symbol } : {}),
    ...(strategyId ? { strategyId } : {}),
    ...(typeof createdFrom === "number" ? { createdAt: { gte: new Date(createdFrom) } } : {}),
  };
}

function matching(text: string | null | undefined) {
  if (!text) return {};
  // The client passes the wildcards of LIKE through: a person who types 50% means just that.
  const contains = text.replace(/[\\%_]/g, "\\$&");
  const match = { contains, mode: "insensitive" as const };
  const fields = ["clientOrderId", "venueOrderId", "symbol", "strategyId", "reason"] as const;
  return { OR: fields.map((field) => ({ [field]: match })) };
}

function readOrder(row: model.OrderModel): OrderRow {
  return {
    ...row,
    quantity: sharesText(row.quantity),
    filledQuantity: sharesText(row.filledQuantity),
    leaves: sharesText(row.leaves),
    limitPrice: maybeDollars(row.limitPrice),
    stopPrice: maybeDollars(row.stopPrice),
    averagePrice: maybeDollars(row.averagePrice),
    arrivalMid: maybeDollars(row.arrivalMid),
    createdAt: row.createdAt.getTime(),
    submittedAt: maybeMs(row.submittedAt),
    acceptedAt: maybeMs(row.acceptedAt),
    updatedAt: row.updatedAt.getTime(),
    terminalAt: maybeMs(row.terminalAt),
    journalSeq: Number(row.journalSeq),
  };
}
