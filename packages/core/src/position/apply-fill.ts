import { assert } from "../assert.ts";
import type { Fill } from "../fill/fill.ts";
import {
  addMoney,
  type Money,
  negateMoney,
  notional,
  prorate,
  subtractMoney,
} from "../number/money.ts";
import {
  absoluteQuantity,
  addQuantity,
  minQuantity,
  quantityUnits,
  signOfQuantity,
} from "../number/quantity.ts";
import { signedQuantity } from "../order/side.ts";
import type { Position } from "./position.ts";

/** The part of a fill that closes what is held, with its share of the money. */
interface Closing {
  readonly costReleased: Money;
  readonly realized: Money;
}

/**
 * Returns the position after a fill. Opening adds the fill's cost; closing releases the average cost of what is
 * closed and realizes the difference; a fill through zero closes everything and opens the rest at its own price.
 * Rounding happens only in the average cost that is released, half-even, and leaves no money out: the rest stays in
 * the cost basis, and closing the last share releases all of it.
 */
export function applyFill(position: Position, fill: Fill): Position {
  assert(position.symbol === fill.symbol, `fill of ${fill.symbol} applied to ${position.symbol}`);
  const signed = signedQuantity(fill.side, fill.quantity);
  const after = {
    ...position,
    quantity: addQuantity(position.quantity, signed),
    fees: addMoney(position.fees, fill.fee),
    lastFillPrice: fill.price,
    updatedAt: Math.max(position.updatedAt, fill.venueAt),
  };
  const signedCost = notional(fill.price, signed);
  if (signOfQuantity(position.quantity) * signOfQuantity(signed) >= 0) {
    return { ...after, costBasis: addMoney(position.costBasis, signedCost) };
  }
  const { costReleased, realized } = close(position, fill, signedCost);
  const held = subtractMoney(position.costBasis, costReleased);
  // Cash moved by the fill is −signedCost; what is not realized from it is the cost of a position opened beyond zero.
  const opened = addMoney(addMoney(signedCost, realized), costReleased);
  return {
    ...after,
    costBasis: addMoney(held, opened),
    realizedPnl: addMoney(position.realizedPnl, realized),
  };
}

function close(position: Position, fill: Fill, signedCost: Money): Closing {
  const held = absoluteQuantity(position.quantity);
  const closing = minQuantity(fill.quantity, held);
  // Exact for the last share: cost × held / held.
  const costReleased = prorate(position.costBasis, closing, held);
  // Proceeds carry the sign of cash: received for a sale, paid for a purchase.
  const wholeFill = quantityUnits(closing) === quantityUnits(fill.quantity);
  const closingCost = wholeFill
    ? signedCost
    : notional(fill.price, signedQuantity(fill.side, closing));
  return { costReleased, realized: subtractMoney(negateMoney(closingCost), costReleased) };
}
