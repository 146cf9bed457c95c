import { divideHalfEven } from "@interlock/core/number/fixed";
import {
  absoluteQuantity,
  isWholeShares,
  type Quantity,
  quantityFromUnits,
  quantityUnits,
  signOfQuantity,
  UNITS_PER_SHARE,
} from "@interlock/core/number/quantity";
import { openOrdersOf } from "./account-figures.ts";
import { cancelOrder } from "../order/cancel-order.ts";
import { NO_EXITS } from "../order/order-class.ts";
import type { OrderRecord } from "../order/order-record.ts";
import { type Outcome, refused } from "../outcome.ts";
import type { PositionRecord } from "./position-record.ts";
import { submit } from "../order/submit.ts";
import { BROKEN, malformed, notFound } from "../venue-error.ts";
import type { VenueState } from "../venue-state.ts";

/** How much of a position to close. `share` is in billionths of one percent. */
export type ClosePart =
  | { readonly kind: "all" }
  | { readonly kind: "quantity"; readonly quantity: Quantity }
  | { readonly kind: "percentage"; readonly share: number };

const WHOLE_SHARE = 100_000_000_000n;

/** Closes a position, or a part of it, by a market order for the day. */
export function closePosition(
  state: VenueState,
  symbol: string,
  part: ClosePart,
): Outcome<Readonly<OrderRecord>> {
  const position = [...state.positions.values()].find((held) => held.symbol === symbol);
  if (position === undefined) return refused(notFound("position does not exist"));
  const quantity = quantityToClose(position, part);
  if (quantityUnits(quantity) <= 0) return refused(malformed("qty must be > 0"));
  return submit(state, {
    clientOrderId: null,
    symbol,
    side: signOfQuantity(position.quantity) > 0 ? "sell" : "buy",
    type: "market",
    timeInForce: "day",
    quantity,
    notional: null,
    limitPrice: null,
    stopPrice: null,
    trail: null,
    orderClass: "simple",
    exits: NO_EXITS,
    extendedHours: false,
    positionIntent: null,
  });
}

/** A percentage of whole shares is rounded down to whole shares: only a fractional position closes in fractions. */
function quantityToClose(position: PositionRecord, part: ClosePart): Quantity {
  const held = absoluteQuantity(position.quantity);
  if (part.kind === "all") return held;
  if (part.kind === "quantity") return part.quantity;
  const fine = BigInt(quantityUnits(held)) * BigInt(part.share);
  const units = Number(divideHalfEven(fine, WHOLE_SHARE));
  if (!isWholeShares(held)) return quantityFromUnits(units);
  return quantityFromUnits(Math.floor(units / UNITS_PER_SHARE) * UNITS_PER_SHARE);
}

/** What became of one position when all were to be closed. */
export interface CloseLine {
  readonly symbol: string;
  readonly outcome: Outcome<Readonly<OrderRecord>>;
}

/**
 * Closes every position; with `cancelOrders` the open orders of each symbol go first. A fault: the first `failing`
 * are left as they are.
 */
export function closeAll(state: VenueState, cancelOrders: boolean, failing = 0): CloseLine[] {
  const symbols = [...state.positions.keys()].sort();
  return symbols.map((symbol, index) => {
    if (index < failing) return { symbol, outcome: refused(BROKEN) };
    if (cancelOrders) {
      for (const order of [...openOrdersOf(state, symbol)]) cancelOrder(state, order.id, false);
    }
    return { symbol, outcome: closePosition(state, symbol, { kind: "all" }) };
  });
}
