import { MINUTE_MS } from "../../../time.ts";
import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { countAfter } from "../../flow/order-flow.ts";

/**
 * Cancels that were asked for in the last 60 seconds. No cancel is ever refused, since it takes risk away: beyond the
 * limit no order passes that would need further ones.
 */
export const cancelRate = defineCheck({
  code: "cancel_rate",
  label: "Cancels per minute",
  unit: "count",
  bound: "at_most",
  appliesToReducing: false,
  value: cancelsOf,
  limit: ({ context }) => context.limits.maxCancelsPerMinute,
  deny: (order) => ({
    code: "cancel_rate",
    cancels: cancelsOf(order),
    limit: order.context.limits.maxCancelsPerMinute,
  }),
});

function cancelsOf({ context: { time, conduct } }: OrderUnderCheck): number {
  return countAfter(conduct.cancels, time - MINUTE_MS);
}
