import { addMoney, type Money, moneyUnits, ZERO_MONEY } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, orderNotional, type OrderUnderCheck } from "../../check.ts";
import { recentSlices } from "./sliced-quantity.ts";

/** Dollars that followed an order refused for its size, this order included: see `slicedQuantity`. */
export const slicedNotional = defineCheck({
  code: "sliced_notional",
  label: "Notional since a refused order",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const notional = withThis(order);
    return notional === null ? NOT_MEASURED : moneyUnits(notional);
  },
  limit: ({ context }) => moneyUnits(context.limits.maxOrderNotional),
  deny: (order) => ({
    code: "sliced_notional",
    side: order.intent.side,
    notional: withThis(order) ?? ZERO_MONEY,
    limit: order.context.limits.maxOrderNotional,
    windowMs: order.context.limits.rollingWindowMs,
  }),
});

function withThis(order: OrderUnderCheck): Money | null {
  const slices = recentSlices(order);
  const here = orderNotional(order);
  return slices === null || here === null ? null : addMoney(slices.notional, here);
}
