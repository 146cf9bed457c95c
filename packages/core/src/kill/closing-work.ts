import {
  quantityUnits,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import type { VenueOrder, VenuePosition } from "../order/execution-report.ts";
import type { UnixMs } from "../time.ts";

/**
 * How long a flatten leaves one of its own closing orders to work before it cancels it and places another. A limit is
 * placed again because the market may have left it behind; a market order has no price to mend, and in a trading pause
 * it must be at the venue when the pause ends.
 */

/** Time for a limit order. */
export const CLOSE_WORK_MS = 5_000;
/** A market order gets so many times as long. */
const MARKET_PATIENCE = 12;

/** Returns how long a closing order of a type is left to work, where a limit order is left for `limitMs`. */
export function closeWorkMs(type: string, limitMs = CLOSE_WORK_MS): number {
  return type === "market" ? limitMs * MARKET_PATIENCE : limitMs;
}

/** What the venue shows, at its own time. */
interface Shown {
  readonly openOrders: readonly VenueOrder[];
  readonly positions: readonly VenuePosition[];
  readonly venueAt: UnixMs;
}

/**
 * Returns the ids of orders that close a position and are young enough to be left to work, for one who does not know
 * whose they are: the watchdog must not cancel what a living engine has just placed to close.
 */
export function youngClosings({ openOrders, positions, venueAt }: Shown): ReadonlySet<string> {
  const held = new Map(positions.map(({ symbol, quantity }) => [symbol, quantity]));
  const young = openOrders.filter((order) => {
    const position = held.get(order.symbol) ?? ZERO_QUANTITY;
    if (order.quantity === null) return false;
    if (order.type !== "market" && order.type !== "limit") return false;
    if (venueAt - order.createdAt >= closeWorkMs(order.type)) return false;
    const against = order.side === "sell" ? 1 : -1;
    const open = quantityUnits(subtractQuantity(order.quantity, order.filledQuantity));
    const size = Math.abs(quantityUnits(position));
    return signOfQuantity(position) === against && open <= size;
  });
  return new Set(young.map(({ clientOrderId }) => clientOrderId));
}
