import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { listLevel } from "../../lists/list-denial.ts";

/** Whether a restricted list names the symbol: 0 none, 1 the account's, 2 the strategy's. */
export const restrictedSymbol = defineCheck({
  code: "restricted_symbol",
  label: "Restricted symbols",
  unit: "words",
  words: ["not restricted", "restricted", "restricted for the strategy"],
  bound: "at_most",
  appliesToReducing: false,
  value: restrictedBy,
  limit: () => 0,
  deny: (order) => ({
    code: "restricted_symbol",
    symbol: order.intent.symbol,
    ...listLevel(order.intent, restrictedBy(order)),
  }),
});

function restrictedBy({ intent: { symbol }, context: { levels } }: OrderUnderCheck): number {
  if (levels.lists.restricted.has(symbol)) return 1;
  return levels.ownLists?.restricted.has(symbol) === true ? 2 : 0;
}
