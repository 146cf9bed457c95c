import { NOT_MEASURED } from "../check-bits.ts";
import { defineCheck, type OrderUnderCheck } from "../check.ts";
import { levelPart } from "../levels/limits-for.ts";

/** Age of the symbol's last quote by the venue's clock. A quote from the future counts as new. */
export const quoteAge = defineCheck({
  code: "quote_age",
  label: "Quote age",
  unit: "ms",
  bound: "at_most",
  appliesToReducing: false,
  value: ageMs,
  limit: ({ context }) => context.limits.maxQuoteAgeMs,
  deny: (order) => ({
    code: "quote_age",
    ageMs: ageMs(order),
    limitMs: order.context.limits.maxQuoteAgeMs,
    ...levelPart(order.context.levels.boundBy, "maxQuoteAgeMs"),
  }),
});

function ageMs({ context }: OrderUnderCheck): number {
  if (context.quote === null) return NOT_MEASURED;
  return Math.max(0, context.time - context.quote.venueAt);
}
