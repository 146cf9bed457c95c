import {
  absoluteMoney,
  addMoney,
  type Money,
  moneyUnits,
  notional,
  subtractMoney,
  ZERO_MONEY,
} from "../number/money.ts";
import type { Price } from "../number/price.ts";
import {
  absoluteQuantity,
  addQuantity,
  maxQuantity,
  type Quantity,
  subtractQuantity,
} from "../number/quantity.ts";
import { marketValue } from "../position/pnl.ts";
import type { Position, PositionBook } from "../position/position.ts";
import type { Marks } from "./portfolio.ts";
import { markOf } from "./valuation.ts";

/**
 * Exposure: what is at stake, in dollars. Reports show positions; limits use the worst case, in which every order that
 * is working or whose fate is unknown may fill wholly, partly or not at all.
 *
 * Orders are counted in shares and valued at the symbol's reference price, those with a price of their own too: a
 * limit far from the market is the price collar's business, and an order without a price has no other value.
 */

/** Dollars in positions: gross = long + short, net = long − short; all but net at least zero. */
export interface Exposure {
  readonly gross: Money;
  readonly net: Money;
  readonly long: Money;
  readonly short: Money;
}

/** What one symbol's holding may become. */
export interface OpenHolding {
  /** Signed. */
  readonly position: Quantity;
  /** Shares that open buy orders may still buy; unknown orders included. */
  readonly openBuys: Quantity;
  /** Shares that open sell orders may still sell; unknown orders included. */
  readonly openSells: Quantity;
}

/** Returns the exposure of positions at the given marks. */
export function positionExposure(book: PositionBook, marks: Marks): Exposure {
  let long = ZERO_MONEY;
  let short = ZERO_MONEY;
  for (const position of Object.values<Position>(book)) {
    const mark = markOf(position, marks);
    if (mark === null) continue;
    const value = marketValue(position, mark);
    if (moneyUnits(value) > 0) long = addMoney(long, value);
    else short = addMoney(short, absoluteMoney(value));
  }
  return makeExposure(long, short);
}

function makeExposure(long: Money, short: Money): Exposure {
  const net = subtractMoney(long, short);
  return { gross: addMoney(long, short), net, long, short };
}

/**
 * Returns the largest holding, long or short, that any outcome of the open orders can lead to:
 * max(|position + open buys|, |position − open sells|).
 */
export function worstCaseQuantity(holding: OpenHolding): Quantity {
  return maxQuantity(
    absoluteQuantity(addQuantity(holding.position, holding.openBuys)),
    absoluteQuantity(subtractQuantity(holding.position, holding.openSells)),
  );
}

/** Returns the same of a position and the open orders of its symbol, orders of unknown fate among them. */
export function worstCaseShares(position: Quantity, open: OpenShares): Quantity {
  return worstCaseQuantity({ position, openBuys: open.buys, openSells: open.sells });
}

/** Shares that open orders may still buy and sell. */
interface OpenShares {
  readonly buys: Quantity;
  readonly sells: Quantity;
}

/** Returns the dollars of the worst case at the symbol's reference price, at least zero. */
export function worstCaseNotional(holding: OpenHolding, referencePrice: Price): Money {
  return notional(referencePrice, worstCaseQuantity(holding));
}
