import { addMoney, type Money, notional, subtractMoney, ZERO_MONEY } from "../number/money.ts";
import type { Price } from "../number/price.ts";
import type { Position } from "./position.ts";

/** Profit and loss, in dollars, signed: net = realized + unrealized − fees. Fees are at least zero. */
export interface Pnl {
  readonly realized: Money;
  readonly unrealized: Money;
  readonly fees: Money;
  readonly net: Money;
}

/** No profit, no loss. */
export const ZERO_PNL: Pnl = {
  realized: ZERO_MONEY,
  unrealized: ZERO_MONEY,
  fees: ZERO_MONEY,
  net: ZERO_MONEY,
};

/** Returns the value of what is held at a price, signed as the position. */
export function marketValue(position: Position, mark: Price): Money {
  return notional(mark, position.quantity);
}

/** Returns the profit that closing everything at `mark` would realize, fees of closing not counted. */
export function unrealizedPnl(position: Position, mark: Price): Money {
  return subtractMoney(marketValue(position, mark), position.costBasis);
}

/**
 * Returns a position's profit at a mark. Without a mark its last fill price stands in; without either nothing is held
 * and nothing is unrealized.
 */
export function positionPnl(position: Position, mark: Price | null): Pnl {
  const price = mark ?? position.lastFillPrice;
  const unrealized = price === null ? ZERO_MONEY : unrealizedPnl(position, price);
  return makePnl({ realized: position.realizedPnl, unrealized, fees: position.fees });
}

/** Returns the profit with its net. */
export function makePnl(parts: Omit<Pnl, "net">): Pnl {
  const net = subtractMoney(addMoney(parts.realized, parts.unrealized), parts.fees);
  return { realized: parts.realized, unrealized: parts.unrealized, fees: parts.fees, net };
}

/** Returns a + b, part by part. */
export function addPnl(a: Pnl, b: Pnl): Pnl {
  return makePnl({
    realized: addMoney(a.realized, b.realized),
    unrealized: addMoney(a.unrealized, b.unrealized),
    fees: addMoney(a.fees, b.fees),
  });
}

/** Returns a − b, part by part: what was earned between two readings. */
export function subtractPnl(a: Pnl, b: Pnl): Pnl {
  return makePnl({
    realized: subtractMoney(a.realized, b.realized),
    unrealized: subtractMoney(a.unrealized, b.unrealized),
    fees: subtractMoney(a.fees, b.fees),
  });
}
