import { defineCheck, type OrderUnderCheck } from "../../check.ts";

/** Whether new risk may be taken in the symbol, and on this side: 0 may, 1 may not. */
export const symbolPermission = defineCheck({
  code: "symbol_permission",
  label: "Symbol",
  unit: "words",
  words: ["may be opened", "may not be opened"],
  bound: "at_most",
  appliesToReducing: false,
  value: (order) => (mayOpen(order) ? 0 : 1),
  limit: () => 0,
  deny: ({ intent, context }) => ({
    code: "symbol_permission",
    symbol: intent.symbol,
    side: intent.side,
    permission: context.permission,
  }),
});

function mayOpen({ intent, context, closing, closesOwn }: OrderUnderCheck): boolean {
  if (context.permission === "both") return true;
  // A sale against a long that is too large for it is refused by another check: it is not a wish to be short.
  // A strategy that sells what others hold has one.
  return context.permission === "long_only" && (intent.side === "buy" || (closing && closesOwn));
}
