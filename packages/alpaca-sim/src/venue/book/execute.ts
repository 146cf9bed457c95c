import { accruedFees, addFees } from "@interlock/core/fees/regulatory-fees";
import { executionId } from "@interlock/core/ids";
import { addMoney, notional, subtractMoney } from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import {
  addQuantity,
  minQuantity,
  type Quantity,
  quantityUnits,
  signOfQuantity,
  subtractQuantity,
} from "@interlock/core/number/quantity";
import { dequeue } from "./book.ts";
import { followSlice } from "../order/legs.ts";
import type { Execution } from "../order/order-event.ts";
import { isClosed, type OrderRecord } from "../order/order-record.ts";
import { applyExecution, emptyPosition, type PositionRecord } from "../account/position-record.ts";
import { bookOf, emit, takeId, takeStamp, type VenueState } from "../venue-state.ts";

/** Books one execution of an order: the order, the position, cash, accrued fees, and the event that reports it. */
export function execute(state: VenueState, order: OrderRecord, slice: Slice): void {
  const { quantity, price } = slice;
  const value = notional(price, quantity);
  order.filledQuantity = addQuantity(order.filledQuantity, quantity);
  order.filledCost = addMoney(order.filledCost, value);
  state.cash =
    order.side === "buy" ? subtractMoney(state.cash, value) : addMoney(state.cash, value);
  const position = holdingAfter(state, order, slice);
  const execution = recordOf(state, { order, slice, positionQuantity: position.quantity });
  state.accrued = addFees(state.accrued, execution.fees);
  state.executions.push(execution);
  settleStatus(state, order, execution);
}

/** Quantity and price of one execution. */
export interface Slice {
  readonly quantity: Quantity;
  readonly price: Price;
}

function holdingAfter(state: VenueState, order: OrderRecord, slice: Slice): PositionRecord {
  const position = state.positions.get(order.symbol) ?? emptyPosition(order.symbol);
  const before = position.realized;
  applyExecution(position, { side: order.side, ...slice });
  state.realized = addMoney(state.realized, subtractMoney(position.realized, before));
  if (signOfQuantity(position.quantity) === 0) state.positions.delete(order.symbol);
  else state.positions.set(order.symbol, position);
  return position;
}

interface Booked {
  readonly order: OrderRecord;
  readonly slice: Slice;
  readonly positionQuantity: Quantity;
}

function recordOf(state: VenueState, booked: Booked): Execution {
  const { order, slice } = booked;
  return {
    id: executionId(takeId(state, "execution")),
    previousId: null,
    orderId: order.id,
    clientOrderId: order.clientOrderId,
    symbol: order.symbol,
    side: order.side,
    quantity: slice.quantity,
    price: slice.price,
    fees: accruedFees({ side: order.side, ...slice, venueAt: state.now }),
    cumulativeQuantity: order.filledQuantity,
    leavesQuantity: subtractQuantity(
      order.quantity,
      minQuantity(order.filledQuantity, order.quantity),
    ),
    positionQuantity: booked.positionQuantity,
    at: state.now,
    stamp: takeStamp(state),
  };
}

function settleStatus(state: VenueState, order: OrderRecord, execution: Execution): void {
  const isFilled = quantityUnits(execution.leavesQuantity) === 0;
  const isOver = isClosed(order) && order.status !== "filled";
  if (isFilled && !state.sidelined.delete(order)) dequeue(bookOf(state, order.symbol), order);
  if (isFilled) order.status = "filled";
  else if (!isOver) order.status = "partially_filled";
  order.updatedAt = execution.stamp;
  if (isFilled) order.filledAt = execution.stamp;
  emit(
    state,
    {
      name: isFilled ? "fill" : "partial_fill",
      execution,
      executionId: execution.id,
      stamp: execution.stamp,
    },
    order,
  );
  followSlice(state, order, execution.quantity);
}
