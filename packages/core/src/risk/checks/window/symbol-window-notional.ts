import { addMoney, type Money, moneyUnits, ZERO_MONEY } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, orderNotional, type OrderUnderCheck } from "../../check.ts";
import { notionalSince } from "../../flow/order-flow.ts";

/** What the strategy's orders in the symbol that took new risk in the rolling window were worth, this one included. */
export const symbolWindowNotional = defineCheck({
  code: "symbol_window_notional",
  label: "Strategy's notional in the window",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const notional = withThis(order);
    return notional === null ? NOT_MEASURED : moneyUnits(notional);
  },
  limit: ({ context }) => moneyUnits(context.limits.maxSymbolWindowNotional),
  deny: (order) => ({
    code: "symbol_window_notional",
    symbol: order.intent.symbol,
    notional: withThis(order) ?? ZERO_MONEY,
    limit: order.context.limits.maxSymbolWindowNotional,
    windowMs: order.context.limits.rollingWindowMs,
  }),
});

function withThis(order: OrderUnderCheck): Money | null {
  const { time, limits, symbolFlow } = order.context;
  const here = orderNotional(order);
  return here === null
    ? null
    : addMoney(notionalSince(symbolFlow.orders, time - limits.rollingWindowMs), here);
}
