import type { Ticker } from "../ids.ts";
import { divideHalfEven } from "../number/fixed.ts";
import { type Money, moneyUnits, notional, subtractMoney, ZERO_MONEY } from "../number/money.ts";
import { type Price, priceFromUnits } from "../number/price.ts";
import {
  type Quantity,
  quantityUnits,
  UNITS_PER_SHARE,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import type { UnixMs } from "../time.ts";

/**
 * What is held of one symbol and what it has earned, by the average-cost method. Plain data, exact.
 *
 * Invariant, always and to the last unit: realizedPnl − costBasis = cash that the fills moved (fees apart; what was
 * adopted from the venue counts as bought at its average price).
 */
export interface Position {
  readonly symbol: Ticker;
  /** Signed: above zero long, below zero short. */
  readonly quantity: Quantity;
  /** What the open quantity cost, signed like it: paid for a long, minus the proceeds of a short. Zero when flat. */
  readonly costBasis: Money;
  /** Profit of what was closed, before fees. */
  readonly realizedPnl: Money;
  /** Regulatory fees accrued by the fills, at least zero. */
  readonly fees: Money;
  /** The latest price known from a fill: a mark until the market gives a better one. */
  readonly lastFillPrice: Price | null;
  readonly updatedAt: UnixMs;
}

/** Positions by symbol. */
export type PositionBook = Readonly<Record<Ticker, Position>>;

/** Returns the position of a symbol that was never traded. */
export function flatPosition(symbol: Ticker, at: UnixMs): Position {
  return {
    symbol,
    quantity: ZERO_QUANTITY,
    costBasis: ZERO_MONEY,
    realizedPnl: ZERO_MONEY,
    fees: ZERO_MONEY,
    lastFillPrice: null,
    updatedAt: at,
  };
}

/** Returns the average price of the open quantity, rounded half-even to the millionth of a dollar; null when flat. */
export function averageEntryPrice(position: Position): Price | null {
  const quantity = quantityUnits(position.quantity);
  if (quantity === 0) return null;
  const cost = BigInt(moneyUnits(position.costBasis)) * BigInt(UNITS_PER_SHARE);
  return priceFromUnits(Number(divideHalfEven(cost, BigInt(quantity))));
}

/** Returns the cash that the fills moved: below zero when more was paid than received. Fees are not in it. */
export function cashFlow(position: Position): Money {
  return subtractMoney(position.realizedPnl, position.costBasis);
}

/** A quantity at the venue that our fills do not explain, taken over on a person's word or at the first start. */
export interface AdoptedHolding {
  readonly quantity: Quantity;
  readonly averagePrice: Price;
  readonly at: UnixMs;
}

/** Returns the position with its quantity and cost replaced by the venue's; what was earned before stays. */
export function adoptHolding(position: Position, held: AdoptedHolding): Position {
  return {
    ...position,
    quantity: held.quantity,
    costBasis: notional(held.averagePrice, held.quantity),
    lastFillPrice: held.averagePrice,
    updatedAt: Math.max(position.updatedAt, held.at),
  };
}
