import { formatQuantity } from "../number/quantity.ts";
import type { VenueOrder } from "./execution-report.ts";
import type { OrderIntent } from "./order-intent.ts";

/**
 * Names what decides an order's size and direction and differs at the venue from what was asked for; empty when nothing
 * does.
 */
export function termDeviations(intent: OrderIntent, order: VenueOrder): readonly string[] {
  const deviations: string[] = [];
  const compare = (what: string, asked: string, got: string): void => {
    if (asked !== got) deviations.push(`${what} is ${got} instead of ${asked}`);
  };
  compare("symbol", intent.symbol, order.symbol);
  compare("side", intent.side, order.side);
  const quantity = order.quantity === null ? "absent" : formatQuantity(order.quantity);
  compare("quantity", formatQuantity(intent.quantity), quantity);
  return deviations;
}
