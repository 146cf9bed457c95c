import { addMoney, moneyFromUnits, moneyUnits } from "../../../number/money.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, orderNotional } from "../../check.ts";
import { recentSlices } from "./sliced-quantity.ts";

/** Dollars that followed an order refused for its size, this order included: see `slicedQuantity`. */
export const slicedNotional = defineCheck({
  code: "sliced_notional",
  label: "Notional since a refused order",
  unit: "usd",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const slices = recentSlices(order);
    const here = orderNotional(order);
    if (slices === null || here === null) return NOT_MEASURED;
    return moneyUnits(addMoney(slices.notional, here));
  },
  limit: ({ context }) => moneyUnits(context.limits.maxOrderNotional),
  deny: ({ intent, context }, units) => ({
    code: "sliced_notional",
    side: intent.side,
    notional: moneyFromUnits(units),
    limit: context.limits.maxOrderNotional,
    windowMs: context.limits.rollingWindowMs,
  }),
});
