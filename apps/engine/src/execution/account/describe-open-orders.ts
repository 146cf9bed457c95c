import { formatQuantity } from "@interlock/core/number/quantity";
import { isOpen, type Order } from "@interlock/core/order/order";
import type { EngineState } from "../../state.ts";

/** Orders that a sentence names; a person finds the rest on the console's page of orders. */
const NAMED_MAX = 20;

/** Returns a sentence that names the open orders, for a person who must handle them at the broker by hand. */
export function describeOpenOrders(state: Pick<EngineState, "orders" | "external">): string {
  const open = [...Object.values(state.orders).filter(isOpen), ...Object.values(state.external)];
  if (open.length === 0) return "No order is open by our books.";
  const named = open.slice(0, NAMED_MAX).map(describe).join("; ");
  const more = open.length > NAMED_MAX ? `; and ${open.length - NAMED_MAX} more` : "";
  const orders = open.length === 1 ? "order is" : "orders are";
  return `${open.length} ${orders} open and must be handled at the broker by hand: ${named}${more}.`;
}

function describe({ side, symbol, quantity, clientOrderId }: Order): string {
  return `${side} ${formatQuantity(quantity)} ${symbol} (${clientOrderId})`;
}
