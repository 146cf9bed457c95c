import type { StrategyId, Ticker } from "../../ids.ts";
import { formatDollars, type Money } from "../../number/money.ts";
import type { Quantity } from "../../number/quantity.ts";
import { describeShares } from "../../number/describe-shares.ts";

/** Why a strategy's own limit refused its order: measured on the strategy's own book, not on the account's. */
export type StrategyDenial = { readonly strategyId: StrategyId } & (
  | {
      readonly code: "strategy_position_quantity";
      readonly symbol: Ticker;
      readonly quantity: Quantity;
      readonly limit: Quantity;
    }
  | {
      readonly code: "strategy_position_notional";
      readonly symbol: Ticker;
      readonly notional: Money;
      readonly limit: Money;
    }
  | { readonly code: "strategy_gross_exposure"; readonly exposure: Money; readonly limit: Money }
  | { readonly code: "strategy_open_orders"; readonly open: number; readonly limit: number }
  | { readonly code: "strategy_order_rate"; readonly orders: number; readonly limit: number }
  | { readonly code: "strategy_daily_loss"; readonly loss: Money; readonly limit: Money }
);

/** Says in one sentence which limit of the strategy refused the order, with the value. */
export function describeStrategyDenial(denial: StrategyDenial): string {
  const who = `Strategy ${denial.strategyId}`;
  switch (denial.code) {
    case "strategy_position_quantity":
      return `${who} could hold ${describeShares(denial.quantity)} of ${denial.symbol}; its limit is ${describeShares(denial.limit)}.`;
    case "strategy_position_notional":
      return `${who} could hold ${formatDollars(denial.notional)} of ${denial.symbol}; its limit is ${formatDollars(denial.limit)}.`;
    case "strategy_gross_exposure":
      return `Gross exposure of strategy ${denial.strategyId} could reach ${formatDollars(denial.exposure)}; its limit is ${formatDollars(denial.limit)}.`;
    case "strategy_open_orders":
      return `This would be open order ${denial.open} of strategy ${denial.strategyId}; its limit is ${denial.limit}.`;
    case "strategy_order_rate":
      return `This would be order ${denial.orders} of strategy ${denial.strategyId} within a minute; its limit is ${denial.limit}.`;
    case "strategy_daily_loss":
      return `${who} has lost ${formatDollars(denial.loss)} today; its limit is ${formatDollars(denial.limit)}.`;
  }
}
