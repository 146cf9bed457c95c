import { moneyFromUnits, moneyUnits, ZERO_MONEY } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck } from "../../check.ts";
import { guardOf, ownWorstNotional } from "./own-book.ts";

/** What that largest position of the strategy is worth at the reference price. */
export const strategyPositionNotional = defineCheck({
  code: "strategy_position_notional",
  label: "Strategy's position notional",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    if (order.context.levels.own?.limits.maxPositionNotional === undefined) return NOT_MEASURED;
    const worst = ownWorstNotional(order);
    return worst === null ? NOT_MEASURED : moneyUnits(worst);
  },
  limit: ({ context }) => moneyUnits(context.levels.own?.limits.maxPositionNotional ?? ZERO_MONEY),
  deny: (order, value, limit) => ({
    code: "strategy_position_notional",
    strategyId: guardOf(order).strategyId,
    symbol: order.intent.symbol,
    notional: moneyFromUnits(value),
    limit: moneyFromUnits(limit),
  }),
});
