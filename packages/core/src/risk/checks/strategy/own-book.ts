import { assert } from "../../../assert.ts";
import { addMoney, type Money, notional, subtractMoney } from "../../../number/money.ts";
import { addQuantity, type Quantity } from "../../../number/quantity.ts";
import { worstCaseQuantity } from "../../../portfolio/exposure.ts";
import type { OrderUnderCheck } from "../../check.ts";
import type { StrategyHolding } from "../../../portfolio/strategy-sums.ts";
import type { StrategyGuard } from "../../levels/level-guard.ts";

/** What the order would make of the book of a strategy that has limits of its own. */

/** Returns the largest holding of the symbol, in shares, that any outcome of the strategy's orders can lead to. */
export function ownWorstQuantity(order: OrderUnderCheck): Quantity {
  const { intent, context } = order;
  const { buys, sells } = holdingOf(order).open;
  return worstCaseQuantity({
    position: context.ownPosition,
    openBuys: intent.side === "buy" ? addQuantity(buys, intent.quantity) : buys,
    openSells: intent.side === "sell" ? addQuantity(sells, intent.quantity) : sells,
  });
}

/** Returns what that is worth in dollars; null without a reference price. */
export function ownWorstNotional(order: OrderUnderCheck): Money | null {
  const { referencePrice } = order;
  return referencePrice === null ? null : notional(referencePrice, ownWorstQuantity(order));
}

/** Returns the strategy's worst-case gross exposure with the order, in dollars; null without a reference price. */
export function ownExposure(order: OrderUnderCheck): Money | null {
  const here = ownWorstNotional(order);
  if (here === null) return null;
  const { sums, worstCase } = holdingOf(order);
  return addMoney(subtractMoney(sums.worstCaseExposure, worstCase), here);
}

/** Returns the strategy that asks, with its own limits; its checks measure nothing of an order without one. */
export function guardOf({ context }: OrderUnderCheck): StrategyGuard {
  const { own } = context.levels;
  assert(own !== null, "a strategy's limit refused an order of no strategy");
  return own;
}

/** Returns the strategy's own book in the symbol. Throws InvariantError when nobody keeps it: the order is denied. */
export function holdingOf(order: OrderUnderCheck): StrategyHolding {
  const { holding } = guardOf(order);
  assert(holding !== null, "the sums of the strategy are not kept");
  return holding;
}
