import { addQuantity, quantityFromUnits, quantityUnits } from "../../../number/quantity.ts";
import { NOT_MEASURED } from "../../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { type Slices, slicesOf } from "../../flow/flow-book.ts";

/**
 * Shares that followed an order refused for its size, this order included: together they keep the limit of one order
 * for a window, so that no blocked order passes in slices. Not measured when none was refused.
 */
export const slicedQuantity = defineCheck({
  code: "sliced_quantity",
  label: "Shares since a refused order",
  unit: "shares",
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => {
    const slices = recentSlices(order);
    return slices === null
      ? NOT_MEASURED
      : quantityUnits(addQuantity(slices.quantity, order.intent.quantity));
  },
  limit: ({ context }) => quantityUnits(context.limits.maxOrderQuantity),
  deny: ({ intent, context }, units) => ({
    code: "sliced_quantity",
    side: intent.side,
    quantity: quantityFromUnits(units),
    limit: context.limits.maxOrderQuantity,
    windowMs: context.limits.rollingWindowMs,
  }),
});

/** Returns what followed an order of the same strategy, symbol and side that was refused within the window. */
export function recentSlices({ intent, context }: OrderUnderCheck): Slices | null {
  return slicesOf(context.symbolFlow, intent.side, context.time - context.limits.rollingWindowMs);
}
