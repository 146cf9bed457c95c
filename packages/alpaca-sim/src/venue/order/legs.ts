import { venueOrderId } from "@interlock/core/ids";
import type { Price } from "@interlock/core/number/price";
import { quantityUnits, subtractQuantity, type Quantity } from "@interlock/core/number/quantity";
import { oppositeSide } from "@interlock/core/order/side";
import { availabilityOf } from "../account/account-figures.ts";
import { takeId, type VenueState } from "../venue-state.ts";
import { activate, cancel, hold, reject } from "./lifecycle.ts";
import type { Exits, StopLoss } from "./order-class.ts";
import { heldExitsOf, otherExitsOf } from "./order-group.ts";
import type { OrderRecord } from "./order-record.ts";

interface LegTerms {
  readonly type: "limit" | "stop" | "stop_limit";
  readonly limitPrice: Price | null;
  readonly stopPrice: Price | null;
}

function stopTerms({ stopPrice, limitPrice }: StopLoss): LegTerms {
  return { type: limitPrice === null ? "stop" : "stop_limit", limitPrice, stopPrice };
}

/**
 * Makes the orders under an order that is not simple and links them both ways. Exits of an entry are held until it is
 * filled completely; the stop of a one-cancels-other works at once, with its parent as the take-profit.
 */
export function createLegs(state: VenueState, order: OrderRecord, exits: Exits): OrderRecord[] {
  const terms: LegTerms[] = [];
  if (order.orderClass !== "oco" && exits.takeProfit !== null) {
    terms.push({ type: "limit", limitPrice: exits.takeProfit, stopPrice: null });
  }
  if (exits.stopLoss !== null) terms.push(stopTerms(exits.stopLoss));
  const legs = terms.map((term) => legOf(state, order, term));
  order.legIds = legs.map(({ id }) => id);
  return legs;
}

function legOf(state: VenueState, order: OrderRecord, terms: LegTerms): OrderRecord {
  const isExitOfEntry = order.orderClass !== "oco";
  const side = isExitOfEntry ? oppositeSide(order.side) : order.side;
  state.sequence += 1;
  return {
    ...order,
    ...terms,
    id: venueOrderId(takeId(state, "order")),
    sequence: state.sequence,
    clientOrderId: takeId(state, "client"),
    side,
    intent: side === "sell" ? "sell_to_close" : "buy_to_close",
    reservePrice: null,
    elected: terms.type === "limit",
    workingLimit: terms.type === "limit" ? terms.limitPrice : null,
    parentId: order.id,
    legIds: [],
  };
}

/** Takes the legs of an order into the records. */
export function admitLegs(state: VenueState, legs: readonly OrderRecord[]): void {
  for (const leg of legs) hold(state, leg);
}

/**
 * What a slice of an order means for its group: what one exit fills the others give up; an entry that is filled
 * completely sets its exits to work; an exit that is filled ends the others.
 */
export function followSlice(state: VenueState, order: OrderRecord, slice: Quantity): void {
  if (order.orderClass === "simple") return;
  for (const other of otherExitsOf(state, order)) {
    other.quantity = subtractQuantity(other.quantity, slice);
    const isEmpty = quantityUnits(other.quantity) <= quantityUnits(other.filledQuantity);
    if (isEmpty || order.status === "filled") cancel(state, other);
  }
  if (order.status === "filled") startExits(state, order);
}

/**
 * Exits begin together. Where the shares that they are to close are no longer there or promised to others they are
 * rejected: nothing turns long into short at once.
 */
function startExits(state: VenueState, entry: OrderRecord): void {
  const exits = heldExitsOf(state, entry);
  const [first] = exits;
  if (first === undefined) return;
  const position = state.positions.get(entry.symbol);
  const free = position === undefined ? null : availabilityOf(state, position).available;
  const isCovered = free !== null && quantityUnits(first.quantity) <= quantityUnits(free);
  for (const exit of exits) {
    if (isCovered) activate(state, exit);
    else reject(state, exit);
  }
}
