import { addMoney, type Money, moneyUnits, ZERO_MONEY } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, orderNotional, type OrderUnderCheck } from "../../check.ts";
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
    const notional = withThis(order);
    return notional === null ? NOT_MEASURED : moneyUnits(notional);
  },
  limit: ({ context }) => moneyUnits(context.limits.maxWindowNotional),
  deny: (order) => ({
    code: "window_notional",
    notional: withThis(order) ?? ZERO_MONEY,
    limit: order.context.limits.maxWindowNotional,
    windowMs: order.context.limits.rollingWindowMs,
  }),
});

function withThis(order: OrderUnderCheck): Money | null {
  const { time, limits, accountFlow } = order.context;
  const here = orderNotional(order);
  return here === null
    ? null
    : addMoney(notionalSince(accountFlow, time - limits.rollingWindowMs), here);
}
