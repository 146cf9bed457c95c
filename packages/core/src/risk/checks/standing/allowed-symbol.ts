import { defineCheck, type OrderUnderCheck } from "../../check.ts";
import { listLevel } from "../../lists/list-denial.ts";
import { allows } from "../../lists/symbol-lists.ts";

/** Whether the allowed lists allow the symbol: 0 they do, 1 the account's does not, 2 the strategy's. */
export const allowedSymbol = defineCheck({
  code: "allowed_symbol",
  label: "Allowed symbols",
  unit: "words",
  words: ["allowed", "not allowed", "not allowed for the strategy"],
  bound: "at_most",
  appliesToReducing: false,
  value: forbiddenBy,
  limit: () => 0,
  deny: (order) => ({
    code: "allowed_symbol",
    symbol: order.intent.symbol,
    ...listLevel(order.intent, forbiddenBy(order)),
  }),
});

function forbiddenBy({ intent: { symbol }, context: { levels } }: OrderUnderCheck): number {
  if (!allows(levels.lists, symbol)) return 1;
  return levels.ownLists === null || allows(levels.ownLists, symbol) ? 0 : 2;
}
