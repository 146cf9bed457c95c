import type { VenueOrder } from "@interlock/core/order/execution-report";
import type { Order } from "@interlock/core/order/order";
import type { Decision } from "../../decision.ts";

/** Finds our order by our id, or by the venue's where the venue changed ours in a replace. */
export function findOrder(decision: Decision, venueOrder: VenueOrder): Order | null {
  const { orders, clientIdByVenueId } = decision.state;
  const direct = orders[venueOrder.clientOrderId];
  if (direct !== undefined) return direct;
  const clientId = clientIdByVenueId[venueOrder.venueOrderId];
  return clientId === undefined ? null : (orders[clientId] ?? null);
}
