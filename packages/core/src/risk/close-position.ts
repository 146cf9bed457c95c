import type { StrategyId, Ticker } from "../ids.ts";
import {
  absoluteQuantity,
  minQuantity,
  type Quantity,
  signOfQuantity,
  subtractQuantity,
} from "../number/quantity.ts";
import type { Side } from "../order/side.ts";
import {
  EXTERNAL_STRATEGY,
  type Portfolio,
  positionOf,
  strategyPositionOf,
} from "../portfolio/portfolio.ts";
import { strategiesOf } from "../portfolio/valuation.ts";

/** One order of those that close a position, for the strategy that holds that part of it. */
export interface ClosingOrder {
  readonly side: Side;
  readonly quantity: Quantity;
  /** Null for what no strategy holds. */
  readonly strategyId: StrategyId | null;
}

/**
 * Returns the order that closes a strategy's own part of a position, or null where there is nothing to close: never
 * more than it holds less what its own orders close already, and never more than the account holds on that side.
 */
export function closeOwnPart(
  portfolio: Portfolio,
  { symbol, strategyId }: { readonly symbol: Ticker; readonly strategyId: StrategyId },
  closing: { readonly account: Quantity; readonly own: Quantity },
): ClosingOrder | null {
  const position = positionOf(portfolio, symbol).quantity;
  const own = strategyPositionOf(portfolio, strategyId, symbol).quantity;
  if (signOfQuantity(own) === 0 || signOfQuantity(own) !== signOfQuantity(position)) return null;
  const quantity = minQuantity(
    subtractQuantity(absoluteQuantity(own), closing.own),
    subtractQuantity(absoluteQuantity(position), closing.account),
  );
  if (signOfQuantity(quantity) <= 0) return null;
  return { side: signOfQuantity(own) > 0 ? "sell" : "buy", quantity, strategyId };
}

/**
 * Returns the orders that bring the account's position in a symbol to zero, for a stop-loss or a flattening kill.
 * Each is on account of a strategy that holds the same side, so that its own book becomes flat too; what no strategy
 * accounts for comes last. Together they close the account's position less `closingAlready`, and not a share more.
 */
export function closePosition(
  portfolio: Portfolio,
  symbol: Ticker,
  closingAlready: Quantity,
): ClosingOrder[] {
  const position = positionOf(portfolio, symbol).quantity;
  const direction = signOfQuantity(position);
  const side: Side = direction > 0 ? "sell" : "buy";
  const orders: ClosingOrder[] = [];
  let left = subtractQuantity(absoluteQuantity(position), closingAlready);
  for (const strategyId of strategiesOf(portfolio)) {
    if (strategyId === EXTERNAL_STRATEGY || signOfQuantity(left) <= 0) continue;
    const own = strategyPositionOf(portfolio, strategyId, symbol).quantity;
    if (signOfQuantity(own) !== direction) continue;
    const quantity = minQuantity(absoluteQuantity(own), left);
    orders.push({ side, quantity, strategyId });
    left = subtractQuantity(left, quantity);
  }
  if (signOfQuantity(left) > 0) orders.push({ side, quantity: left, strategyId: null });
  return orders;
}
