import type { OrderView } from "@interlock/api/view/order-view";
import type { OrderTab } from "./order-tabs.ts";
import { isNotOurs, isWorking } from "./order-words.ts";

/** Tells whether a live order belongs on a tab. The history takes none: it is what the books hold. */
function belongs(order: OrderView, tab: OrderTab): boolean {
  switch (tab) {
    case "working":
      return isWorking(order.status);
    case "today":
      return true;
    case "denied":
      return order.status === "denied" || order.status === "rejected";
    case "history":
    case "fills":
      return false;
  }
}

/**
 * Joins stored orders with live ones: for an order in both, the one updated last; live ones that are not
 * stored yet come
 * first. An order that has left a tab, e.g. a working one that was filled, leaves it at once.
 */
export function mergeOrders(
  stored: readonly OrderView[],
  live: readonly OrderView[],
  tab: OrderTab,
): readonly OrderView[] {
  const liveById = new Map(live.map((order) => [order.clientOrderId, order]));
  const storedIds = new Set(stored.map((order) => order.clientOrderId));
  const fresh = live.filter((order) => !storedIds.has(order.clientOrderId) && belongs(order, tab));
  const known = stored
    .map((order) => younger(order, liveById.get(order.clientOrderId)))
    .filter((order) => tab === "history" || belongs(order, tab))
    // The store never holds an order that is not ours: once the live ones lack it, it is gone.
    .filter((order) => !isNotOurs(order) || liveById.has(order.clientOrderId));
  return [...fresh, ...known].sort((a, b) => b.createdAt - a.createdAt);
}

function younger(stored: OrderView, live: OrderView | undefined): OrderView {
  return live !== undefined && live.updatedAt >= stored.updatedAt ? live : stored;
}
