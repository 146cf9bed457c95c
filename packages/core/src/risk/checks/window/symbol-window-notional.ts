import { addMoney, moneyFromUnits, moneyUnits } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, orderNotional } from "../../check.ts";
import { notionalSince } from "../../flow/order-flow.ts";

/** What the strategy's orders in the symbol that took new risk in the rolling window were worth, this one included. */
export const symbolWindowNotional = defineCheck({
  code: "symbol_window_notional",
  label: "Strategy's notional in the window",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const { time, limits, symbolFlow } = order.context;
    const here = orderNotional(order);
    if (here === null) return NOT_MEASURED;
    return moneyUnits(
      addMoney(notionalSince(symbolFlow.orders, time - limits.rollingWindowMs), here),
    );
  },
  limit: ({ context }) => moneyUnits(context.limits.maxSymbolWindowNotional),
  deny: ({ intent, context }, units) => ({
    code: "symbol_window_notional",
    symbol: intent.symbol,
    notional: moneyFromUnits(units),
    limit: context.limits.maxSymbolWindowNotional,
    windowMs: context.limits.rollingWindowMs,
  }),
});
