import { maxMoney, type Money, negateMoney, notional, ZERO_MONEY } from "../number/money.ts";
import type { Price } from "../number/price.ts";
import { addQuantity, quantityUnits, subtractQuantity } from "../number/quantity.ts";
import type { OpenHolding } from "./exposure.ts";

/**
 * The worst cases of holdings by side, in dollars: each open order may fill wholly, partly or not at all. Of several
 * symbols each figure is the sum.
 */
export interface SideExposure {
  /** What would be long if all buys filled and no sale; at least zero. */
  readonly long: Money;
  /** What would be short if all sales filled and no buy; at least zero. */
  readonly short: Money;
  /** Signed value if all buys filled and no sale, and if all sales filled and no buy. */
  readonly high: Money;
  readonly low: Money;
}

/** Nothing held and nothing open. */
export const NO_SIDES: SideExposure = {
  long: ZERO_MONEY,
  short: ZERO_MONEY,
  high: ZERO_MONEY,
  low: ZERO_MONEY,
};

/** Returns the worst cases of one symbol at its price in dollars a share. */
export function sideExposure(holding: OpenHolding, price: Price): SideExposure {
  const { position, openBuys, openSells } = holding;
  const value = notional(price, position);
  const high =
    quantityUnits(openBuys) === 0 ? value : notional(price, addQuantity(position, openBuys));
  const low =
    quantityUnits(openSells) === 0 ? value : notional(price, subtractQuantity(position, openSells));
  return {
    long: maxMoney(high, ZERO_MONEY),
    short: maxMoney(negateMoney(low), ZERO_MONEY),
    high,
    low,
  };
}

/** Returns the largest net exposure, long less short or the other way, of these worst cases; at least zero. */
export function worstNet({ high, low }: SideExposure): Money {
  return maxMoney(maxMoney(high, negateMoney(low)), ZERO_MONEY);
}
