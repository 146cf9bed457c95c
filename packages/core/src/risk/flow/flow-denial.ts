import { describeShares } from "../../number/describe-shares.ts";
import type { Ticker } from "../../ids.ts";
import { formatDollars, type Money } from "../../number/money.ts";
import type { Quantity } from "../../number/quantity.ts";
import type { Side } from "../../order/side.ts";
import { SECOND_MS } from "../../time.ts";

/** Why an order was refused for what came before it. Plain data, like every denial. */
export type FlowDenial =
  | {
      readonly code: "window_orders";
      readonly orders: number;
      readonly limit: number;
      readonly windowMs: number;
    }
  | {
      readonly code: "symbol_window_orders";
      readonly symbol: Ticker;
      readonly orders: number;
      readonly limit: number;
      readonly windowMs: number;
    }
  | {
      readonly code: "window_notional";
      readonly notional: Money;
      readonly limit: Money;
      readonly windowMs: number;
    }
  | {
      readonly code: "symbol_window_notional";
      readonly symbol: Ticker;
      readonly notional: Money;
      readonly limit: Money;
      readonly windowMs: number;
    }
  | {
      readonly code: "sliced_quantity";
      readonly side: Side;
      readonly quantity: Quantity;
      readonly limit: Quantity;
      readonly windowMs: number;
    }
  | {
      readonly code: "sliced_notional";
      readonly side: Side;
      readonly notional: Money;
      readonly limit: Money;
      readonly windowMs: number;
    };

/** Says in one sentence what was refused for what came before it, with the value and the limit. */
export function describeFlow(denial: FlowDenial): string {
  const within = `within ${denial.windowMs / SECOND_MS} s`;
  switch (denial.code) {
    case "window_orders":
      return `This would be order ${denial.orders} that takes risk ${within}; the limit is ${denial.limit}.`;
    case "symbol_window_orders":
      return `This would be the strategy's order ${denial.orders} in ${denial.symbol} ${within}; the limit is ${denial.limit}.`;
    case "window_notional":
      return `Orders ${within} would be worth ${dollars(denial)}.`;
    case "symbol_window_notional":
      return `The strategy's orders in ${denial.symbol} ${within} would be worth ${dollars(denial)}.`;
    case "sliced_quantity": {
      const all = `${describeShares(denial.quantity)}`;
      return `${slices(denial)} ${all}; the limit of one order is ${describeShares(denial.limit)}.`;
    }
    case "sliced_notional": {
      const one = formatDollars(denial.limit);
      return `${slices(denial)} ${formatDollars(denial.notional)}; the limit of one order is ${one}.`;
    }
  }
}

function dollars({ notional, limit }: { readonly notional: Money; readonly limit: Money }): string {
  return `${formatDollars(notional)}; the limit is ${formatDollars(limit)}`;
}

function slices({ side, windowMs }: { readonly side: Side; readonly windowMs: number }): string {
  const what = `A ${side} was refused for its size less than ${windowMs / SECOND_MS} s ago`;
  return `${what}, and slices of it count as one order: with this one`;
}
