import { defineCheck } from "../../check.ts";

/** No new risk in a symbol in which our books and the venue's differ. */
export const reconciliationBreak = defineCheck({
  code: "reconciliation_break",
  label: "Reconciliation",
  unit: "count",
  bound: "at_most",
  appliesToReducing: false,
  value: ({ context }) => context.reconciliationBreaks,
  limit: () => 0,
  deny: ({ intent, context }) => ({
    code: "reconciliation_break",
    symbol: intent.symbol,
    breaks: context.reconciliationBreaks,
  }),
});
