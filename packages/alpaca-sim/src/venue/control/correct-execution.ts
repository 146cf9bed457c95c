import { accruedFees, addFees, type RegulatoryFees } from "@interlock/core/fees/regulatory-fees";
import { executionId } from "@interlock/core/ids";
import {
  addMoney,
  moneyUnits,
  negateMoney,
  notional,
  subtractMoney,
} from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import {
  addQuantity,
  negateQuantity,
  type Quantity,
  signOfQuantity,
  subtractQuantity,
} from "@interlock/core/number/quantity";
import { oppositeSide, signedQuantity } from "@interlock/core/order/side";
import { applyExecution, emptyPosition } from "../account/position-record.ts";
import type { Execution } from "../order/order-event.ts";
import type { OrderRecord } from "../order/order-record.ts";
import { granted, type Outcome, refused } from "../outcome.ts";
import { notFound } from "../venue-error.ts";
import { emit, takeId, takeStamp, type VenueState } from "../venue-state.ts";

/**
 * Busts an execution: it is taken back from the order, the position, cash and accrued fees by an entry of the same
 * quantity below zero, which names it. The order's status stays as it is.
 */
export function bust(state: VenueState, id: string): Outcome<null> {
  const found = standing(state, id);
  if (found === null) return refused(notFound(`execution not found for ${id}`));
  const reversal = reverse(state, found);
  report(state, found.order, { name: "trade_bust", execution: reversal });
  return granted(null);
}

/** Corrects an execution to another quantity and price; reports the new one with the id of the old. */
export function correct(
  state: VenueState,
  wanted: { readonly executionId: string; readonly quantity: Quantity; readonly price: Price },
): Outcome<null> {
  const found = standing(state, wanted.executionId);
  if (found === null) return refused(notFound(`execution not found for ${wanted.executionId}`));
  reverse(state, found);
  const { side } = found.execution;
  const { quantity, price } = wanted;
  const fees = accruedFees({ side, quantity, price, venueAt: state.now });
  const corrected = book(state, found, { quantity, price, fees });
  report(state, found.order, { name: "trade_correct", execution: corrected });
  return granted(null);
}

interface Found {
  readonly order: OrderRecord;
  readonly execution: Execution;
}

/** Returns an execution that was not taken back yet. */
function standing(state: VenueState, id: string): Found | null {
  const execution = state.executions.find((known) => known.id === id);
  const isGone = state.executions.some(({ previousId }) => previousId === id);
  const order = execution === undefined ? undefined : state.orders.get(execution.orderId);
  if (execution === undefined || order === undefined || isGone) return null;
  return signOfQuantity(execution.quantity) > 0 ? { order, execution } : null;
}

function reverse(state: VenueState, found: Found): Execution {
  const { execution } = found;
  return book(state, found, {
    quantity: negateQuantity(execution.quantity),
    price: execution.price,
    fees: takenBack(state.accrued, execution.fees),
  });
}

/** What a day has charged already is not given back. */
function takenBack(accrued: RegulatoryFees, fees: RegulatoryFees): RegulatoryFees {
  const back = {
    sec: negateMoney(fees.sec),
    taf: negateMoney(fees.taf),
    cat: negateMoney(fees.cat),
  };
  const left = addFees(accrued, back);
  const isThere = [left.sec, left.taf, left.cat].every((amount) => moneyUnits(amount) >= 0);
  return isThere ? back : addFees(fees, back);
}

interface Entry {
  /** Below zero to take back. */
  readonly quantity: Quantity;
  readonly price: Price;
  readonly fees: RegulatoryFees;
}

function book(state: VenueState, { order, execution }: Found, entry: Entry): Execution {
  const value = notional(entry.price, entry.quantity);
  order.filledQuantity = addQuantity(order.filledQuantity, entry.quantity);
  order.filledCost = addMoney(order.filledCost, value);
  state.cash =
    order.side === "buy" ? subtractMoney(state.cash, value) : addMoney(state.cash, value);
  state.accrued = addFees(state.accrued, entry.fees);
  const made: Execution = {
    ...execution,
    id: executionId(takeId(state, "execution")),
    previousId: execution.id,
    quantity: entry.quantity,
    price: entry.price,
    fees: entry.fees,
    cumulativeQuantity: order.filledQuantity,
    leavesQuantity: subtractQuantity(order.quantity, order.filledQuantity),
    positionQuantity: hold(state, order, entry),
    at: state.now,
    stamp: takeStamp(state),
  };
  state.executions.push(made);
  return made;
}

function hold(state: VenueState, order: OrderRecord, entry: Entry): Quantity {
  const position = state.positions.get(order.symbol) ?? emptyPosition(order.symbol);
  const before = position.realized;
  const isReversal = signOfQuantity(entry.quantity) < 0;
  applyExecution(position, {
    side: isReversal ? oppositeSide(order.side) : order.side,
    quantity: signedQuantity(isReversal ? "sell" : "buy", entry.quantity),
    price: entry.price,
  });
  state.realized = addMoney(state.realized, subtractMoney(position.realized, before));
  if (signOfQuantity(position.quantity) === 0) state.positions.delete(order.symbol);
  else state.positions.set(order.symbol, position);
  return position.quantity;
}

function report(
  state: VenueState,
  order: OrderRecord,
  { name, execution }: { name: "trade_bust" | "trade_correct"; execution: Execution },
): void {
  order.updatedAt = execution.stamp;
  emit(state, { name, execution, executionId: execution.id, stamp: execution.stamp }, order);
}
