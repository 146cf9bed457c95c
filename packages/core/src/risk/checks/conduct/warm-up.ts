import { defineCheck, type OrderUnderCheck } from "../../check.ts";

/** Time since the engine started, at least 1 ms: what it knows of market and account must be no first glance. */
export const warmUp = defineCheck({
  code: "warm_up",
  label: "Warm-up",
  unit: "ms",
  bound: "at_least",
  appliesToReducing: false,
  value: runningMs,
  limit: ({ context }) => context.limits.warmUpMs,
  deny: (order) => ({
    code: "warm_up",
    runningMs: runningMs(order),
    warmUpMs: order.context.limits.warmUpMs,
  }),
});

function runningMs({ context: { time, conduct } }: OrderUnderCheck): number {
  return Math.max(1, time - conduct.startedAt);
}
