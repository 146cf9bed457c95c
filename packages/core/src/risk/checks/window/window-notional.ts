import { addMoney, moneyFromUnits, moneyUnits } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, orderNotional } from "../../check.ts";
import { notionalSince } from "../../flow/order-flow.ts";

/**
 * What the account's orders that took new risk in the rolling window were worth, this one included: many small orders
 * are one large one (15c3-5 (c)(1)(ii), "over a short period").
 */
export const windowNotional = defineCheck({
  code: "window_notional",
  label: "Notional in the window",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const { time, limits, accountFlow } = order.context;
    const here = orderNotional(order);
    if (here === null) return NOT_MEASURED;
    return moneyUnits(addMoney(notionalSince(accountFlow, time - limits.rollingWindowMs), here));
  },
  limit: ({ context }) => moneyUnits(context.limits.maxWindowNotional),
  deny: ({ context }, units) => ({
    code: "window_notional",
    notional: moneyFromUnits(units),
    limit: context.limits.maxWindowNotional,
    windowMs: context.limits.rollingWindowMs,
  }),
});
