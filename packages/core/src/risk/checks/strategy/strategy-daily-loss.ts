import {
  type Money,
  maxMoney,
  moneyFromUnits,
  moneyUnits,
  negateMoney,
  ZERO_MONEY,
} from "../../../number/money.ts";
import { strategyDayPnl } from "../../../portfolio/strategy-sums.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { guardOf, holdingOf } from "./own-book.ts";

/** The strategy's loss of the day, realized and unrealized, fees included. Reaching the limit is too much. */
export const strategyDailyLoss = defineCheck({
  code: "strategy_daily_loss",
  label: "Strategy's daily loss",
  unit: "usd",
  bound: "below",
  appliesToReducing: false,
  value: (order) =>
    order.context.levels.own?.limits.maxDailyLoss === undefined
      ? NOT_MEASURED
      : moneyUnits(lossOf(order)),
  limit: ({ context }) => moneyUnits(context.levels.own?.limits.maxDailyLoss ?? ZERO_MONEY),
  deny: (order, value, limit) => ({
    code: "strategy_daily_loss",
    strategyId: guardOf(order).strategyId,
    loss: moneyFromUnits(value),
    limit: moneyFromUnits(limit),
  }),
});

function lossOf(order: OrderUnderCheck): Money {
  return maxMoney(negateMoney(strategyDayPnl(holdingOf(order).sums)), ZERO_MONEY);
}
