import { defineCheck } from "../check.ts";

/** New risk needs a quote with both sides, bid below ask, to be measured against: 0 regular, 1 it is not. */
export const referenceQuote = defineCheck({
  code: "reference_quote",
  label: "Reference quote",
  unit: "words",
  words: ["regular", "not regular"],
  bound: "at_most",
  appliesToReducing: false,
  value: ({ quoteCondition }) => (quoteCondition === "regular" ? 0 : 1),
  limit: () => 0,
  deny: ({ quoteCondition }) => ({ code: "reference_quote", condition: quoteCondition }),
});
