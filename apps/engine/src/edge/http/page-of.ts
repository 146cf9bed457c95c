import type { Page } from "@interlock/api/view/page";
import type { OrderView } from "@interlock/api/view/order-view";
import type { HistoryQuery } from "./history.ts";

/** Returns a page of the day's orders, filtered and cut as the database does it for older ones. */
export function pageOf(orders: readonly OrderView[], query: HistoryQuery): Page<OrderView> {
  const rows = after(
    orders.filter((order) => matches(order, query)),
    query.cursor,
  );
  const page = rows.slice(0, query.limit);
  const nextCursor = rows.length > page.length ? (page.at(-1)?.clientOrderId ?? null) : null;
  return { rows: page, nextCursor };
}

/** A cursor is the last row that was shown; when that has left the list meanwhile, there is nothing after it. */
function after(rows: readonly OrderView[], cursor: string | null | undefined) {
  if (cursor == null) return rows;
  const index = rows.findIndex((row) => row.clientOrderId === cursor);
  return index < 0 ? [] : rows.slice(index + 1);
}

function matches(order: OrderView, { symbol, strategyId, text }: HistoryQuery): boolean {
  if (symbol && order.symbol !== symbol) return false;
  if (strategyId && order.strategyId !== strategyId) return false;
  if (!text) return true;
  const { clientOrderId, venueOrderId, reason } = order;
  const fields = [clientOrderId, venueOrderId, order.symbol, order.strategyId, reason];
  return fields.some((field) => field?.toLowerCase().includes(text.toLowerCase()));
}
