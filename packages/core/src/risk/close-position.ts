import type { StrategyId, Ticker } from "../ids.ts";
import {
  absoluteQuantity,
  addQuantity,
  isAboveZero,
  minQuantity,
  type Quantity,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
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
  if (signOfQuantity(own) !== signOfQuantity(position)) return null;
  const quantity = minQuantity(
    subtractQuantity(absoluteQuantity(own), closing.own),
    subtractQuantity(absoluteQuantity(position), closing.account),
  );
  if (signOfQuantity(quantity) <= 0) return null;
  return { side: isAboveZero(own) ? "sell" : "buy", quantity, strategyId };
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
  const side: Side = isAboveZero(position) ? "sell" : "buy";
  const orders: ClosingOrder[] = [];
  let left = subtractQuantity(absoluteQuantity(position), closingAlready);
  for (const strategyId of strategiesOf(portfolio)) {
    if (strategyId === EXTERNAL_STRATEGY || signOfQuantity(left) <= 0) continue;
    const own = strategyPositionOf(portfolio, strategyId, symbol).quantity;
    if (signOfQuantity(own) !== signOfQuantity(position)) continue;
    const quantity = minQuantity(absoluteQuantity(own), left);
    orders.push({ side, quantity, strategyId });
    left = subtractQuantity(left, quantity);
  }
  if (signOfQuantity(left) > 0) orders.push({ side, quantity: left, strategyId: null });
  return orders;
}

/** What closes a position already, of the account and of each owner; null stands for orders of no strategy. */
export interface ClosingNow {
  readonly account: Quantity;
  readonly of: (owner: StrategyId | null) => Quantity;
}

/**
 * Returns the orders that close a position but for the parts of some strategies, whose shares are another's to close or
 * to keep. Together with what closes already they never close more than the account holds.
 */
export function closeAllBut(
  portfolio: Portfolio,
  { symbol, except }: { readonly symbol: Ticker; readonly except: readonly StrategyId[] },
  closing: ClosingNow,
): ClosingOrder[] {
  const position = absoluteQuantity(positionOf(portfolio, symbol).quantity);
  let left = subtractQuantity(position, closing.account);
  return closePosition(portfolio, symbol, ZERO_QUANTITY).flatMap((part) => {
    if (except.some((strategyId) => strategyId === part.strategyId)) return [];
    const own = subtractQuantity(part.quantity, closing.of(part.strategyId));
    const quantity = minQuantity(own, left);
    if (signOfQuantity(quantity) <= 0) return [];
    left = subtractQuantity(left, quantity);
    return [{ ...part, quantity }];
  });
}

/** Returns the shares of a position that some strategies account for. */
export function partOf(
  portfolio: Portfolio,
  symbol: Ticker,
  strategies: readonly StrategyId[],
): Quantity {
  return closePosition(portfolio, symbol, ZERO_QUANTITY).reduce(
    (sum, { strategyId, quantity }) =>
      strategies.some((one) => one === strategyId) ? addQuantity(sum, quantity) : sum,
    ZERO_QUANTITY,
  );
}
