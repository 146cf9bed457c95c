import type { Ticker } from "@interlock/core/ids";
import {
  addMoney,
  type Money,
  notional,
  prorate,
  subtractMoney,
  ZERO_MONEY,
} from "@interlock/core/number/money";
import type { Price } from "@interlock/core/number/price";
import {
  absoluteQuantity,
  addQuantity,
  minQuantity,
  type Quantity,
  quantityFromUnits,
  quantityUnits,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import { type Side, signedQuantity } from "@interlock/core/order/side";

/**
 * A holding of the account. Costs carry the sign of the quantity: what was paid for a long position, minus what was
 * received for a short one. Closing a part takes the same part of the cost away (average cost).
 */
export interface PositionRecord {
  readonly symbol: Ticker;
  quantity: Quantity;
  cost: Money;
  /** Like `cost`, but what was carried over the night counts at the last day's closing price. */
  dayCost: Money;
  /** Quantity when the day began. */
  carried: Quantity;
  /** Profit of the parts closed since it was last empty, before fees. */
  realized: Money;
}

/** Returns a position of nothing. */
export function emptyPosition(symbol: Ticker): PositionRecord {
  return {
    symbol,
    quantity: ZERO_QUANTITY,
    cost: ZERO_MONEY,
    dayCost: ZERO_MONEY,
    carried: ZERO_QUANTITY,
    realized: ZERO_MONEY,
  };
}

/** One execution as far as a position is concerned; `quantity` is positive. */
export interface PositionChange {
  readonly side: Side;
  readonly quantity: Quantity;
  readonly price: Price;
}

/** Books an execution: first closes what is held the other way, then opens with the rest. */
export function applyExecution(position: PositionRecord, change: PositionChange): void {
  const signed = signedQuantity(change.side, change.quantity);
  const closes = signOfQuantity(position.quantity) * signOfQuantity(signed) < 0;
  const closing = closes
    ? minQuantity(absoluteQuantity(position.quantity), change.quantity)
    : ZERO_QUANTITY;
  if (closes) close(position, signedQuantity(change.side, closing), change.price);
  const opening = subtractQuantity(change.quantity, closing);
  if (quantityUnits(opening) === 0) return;
  const cost = notional(change.price, signedQuantity(change.side, opening));
  position.quantity = addQuantity(position.quantity, signedQuantity(change.side, opening));
  position.cost = addMoney(position.cost, cost);
  position.dayCost = addMoney(position.dayCost, cost);
}

/** Takes shares out of a long position with their part of its cost, and realizes nothing: they were not sold. */
export function takeOut(position: PositionRecord, quantity: Quantity): void {
  const { cost, dayCost, quantity: held } = position;
  position.cost = subtractMoney(cost, prorate(cost, quantity, held));
  position.dayCost = subtractMoney(dayCost, prorate(dayCost, quantity, held));
  position.quantity = subtractQuantity(held, quantity);
}

function close(position: PositionRecord, signed: Quantity, price: Price): void {
  const part = quantityFromUnits(-quantityUnits(signed));
  const released = prorate(position.cost, part, position.quantity);
  const releasedToday = prorate(position.dayCost, part, position.quantity);
  position.realized = addMoney(position.realized, subtractMoney(notional(price, part), released));
  position.cost = subtractMoney(position.cost, released);
  position.dayCost = subtractMoney(position.dayCost, releasedToday);
  position.quantity = addQuantity(position.quantity, signed);
}
