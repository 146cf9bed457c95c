import { defineCheck, oneSidedReference, type OrderUnderCheck } from "../check.ts";

/**
 * New risk needs a price to be measured against: 0 there is one, 1 there is none. That is a quote with both sides, bid
 * below ask; where a side is missing a limit order may be measured against the last print, if that is fresh.
 */
export const referenceQuote = defineCheck({
  code: "reference_quote",
  label: "Reference quote",
  unit: "words",
  words: ["regular", "not regular"],
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => (hasReference(order) ? 0 : 1),
  limit: () => 0,
  deny: ({ quoteCondition }) => ({ code: "reference_quote", condition: quoteCondition }),
});

function hasReference({ quoteCondition, intent, context }: OrderUnderCheck): boolean {
  if (quoteCondition === "regular") return true;
  return intent.pricing.type === "limit" && oneSidedReference(quoteCondition, context) !== null;
}
