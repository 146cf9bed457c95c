import { NOT_MEASURED } from "../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../check.ts";
import { lastEqualOrderAt } from "../recent-orders.ts";

/** The same order again within the window is taken for a fault. Not measured when there was none in the window. */
export const duplicateIntent = defineCheck({
  code: "duplicate_intent",
  label: "Duplicate",
  unit: "ms",
  bound: "at_least",
  appliesToReducing: false,
  value: ageMs,
  limit: ({ context }) => context.limits.duplicateIntentWindowMs,
  deny: (order) => ({
    code: "duplicate_intent",
    ageMs: ageMs(order),
    windowMs: order.context.limits.duplicateIntentWindowMs,
  }),
});

function ageMs({ intent, context }: OrderUnderCheck): number {
  const window = { time: context.time, windowMs: context.limits.duplicateIntentWindowMs };
  const last = lastEqualOrderAt(context.recentOrders, intent, window);
  return last === null ? NOT_MEASURED : Math.max(0, context.time - last);
}
