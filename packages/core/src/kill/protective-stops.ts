import type { Ticker } from "../ids.ts";
import {
  absoluteQuantity,
  addQuantity,
  type Quantity,
  quantityUnits,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import type { Side } from "../order/side.ts";

/** Types of an order that may protect a position. */
export const STOP_TYPES: ReadonlySet<string> = new Set(["stop", "stop_limit", "trailing_stop"]);

/** What is asked of an order to tell whether it is a protective stop. */
export interface StopLike {
  readonly symbol: Ticker;
  readonly side: Side;
  readonly type: string;
  readonly quantity: Quantity | null;
  readonly filledQuantity: Quantity;
}

/** A position that a stop may protect. */
export interface Protected {
  readonly symbol: Ticker;
  readonly quantity: Quantity;
}

/** Returns the stops that only protect a position, together for no more shares than it has. */
export function protectiveStops<T extends StopLike>(
  openOrders: readonly T[],
  positions: readonly Protected[],
): readonly T[] {
  const left = new Map(positions.map((position) => [position.symbol, position.quantity]));
  return openOrders.filter((order) => {
    const held = left.get(order.symbol) ?? ZERO_QUANTITY;
    const against = order.side === "sell" ? signOfQuantity(held) > 0 : signOfQuantity(held) < 0;
    if (!STOP_TYPES.has(order.type) || order.quantity === null || !against) return false;
    const open = subtractQuantity(order.quantity, order.filledQuantity);
    if (quantityUnits(open) > quantityUnits(absoluteQuantity(held))) return false;
    const rest = order.side === "sell" ? subtractQuantity(held, open) : addQuantity(held, open);
    left.set(order.symbol, rest);
    return true;
  });
}
