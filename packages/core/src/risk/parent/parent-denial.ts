import type { SignalId, StrategyId, Ticker } from "../../ids.ts";
import { describeShares } from "../../number/describe-shares.ts";
import { formatDollars, type Money } from "../../number/money.ts";
import type { Quantity } from "../../number/quantity.ts";
import type { Side } from "../../order/side.ts";

/** Why an order was refused that its parent did not ask for. Plain data, like every denial. */
export interface ParentDenial {
  readonly code: "parent_quantity";
  readonly strategyId: StrategyId | null;
  readonly symbol: Ticker;
  readonly side: Side;
  /** The signal for which the order was made. */
  readonly signalId: SignalId | null;
  /** The signal that the strategy said last; null when it asks for nothing. */
  readonly parentId: SignalId | null;
  /** Dollars that the strategy is to hold, and the shares to trade for that on the side of the order. */
  readonly asked: Money;
  readonly limit: Quantity;
  /** What the children add up to with this order, and its parts. */
  readonly total: Quantity;
  readonly filled: Quantity;
  readonly open: Quantity;
  readonly order: Quantity;
}

/** Says in one sentence which parent was exceeded, and by which sums. */
export function describeParent(denial: ParentDenial): string {
  const { strategyId, symbol, side, signalId, parentId } = denial;
  const parts = `${describeShares(denial.filled)} filled, ${describeShares(denial.open)} working or of unknown fate, ${describeShares(denial.order)} in this order`;
  const sum = `${describeShares(denial.total)} to ${side}: ${parts}`;
  const whose = `The orders of strategy ${strategyId ?? "none"} for signal ${signalId ?? "none"} in ${symbol}`;
  const asks =
    signalId === parentId && parentId !== null
      ? `the signal asks for ${describeShares(denial.limit)}, to hold ${formatDollars(denial.asked)}`
      : `the strategy asks for none by that signal`;
  return `${whose} would come to ${sum}; ${asks}.`;
}
