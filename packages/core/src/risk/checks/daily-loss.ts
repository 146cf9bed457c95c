import { type Money, maxMoney, moneyUnits, negateMoney, ZERO_MONEY } from "../../number/money.ts";
import { defineCheck, type OrderUnderCheck } from "../check.ts";
import { levelPart } from "../levels/limits-for.ts";

/** The day's loss, realized and unrealized, fees included. Reaching the limit is too much. */
export const dailyLoss = defineCheck({
  code: "daily_loss",
  label: "Daily loss",
  unit: "usd",
  bound: "below",
  appliesToReducing: false,
  value: (order) => moneyUnits(lossOf(order)),
  limit: ({ context }) => moneyUnits(context.limits.maxDailyLoss),
  deny: (order) => ({
    code: "daily_loss",
    loss: lossOf(order),
    limit: order.context.limits.maxDailyLoss,
    ...levelPart(order.context.levels.boundBy, "maxDailyLoss"),
  }),
});

function lossOf({ context }: OrderUnderCheck): Money {
  return maxMoney(negateMoney(context.dayPnl), ZERO_MONEY);
}
