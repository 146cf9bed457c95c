import { defineCheck } from "../../check.ts";

/** No new risk that people could not see: the database must keep up with the journal. */
export const projectionLag = defineCheck({
  code: "projection_lag",
  label: "Projection lag",
  unit: "ms",
  bound: "at_most",
  appliesToReducing: false,
  value: ({ context }) => context.projectionLagMs,
  limit: ({ context }) => context.limits.maxProjectionLagMs,
  deny: ({ context }) => ({
    code: "projection_lag",
    lagMs: context.projectionLagMs,
    limitMs: context.limits.maxProjectionLagMs,
  }),
});
