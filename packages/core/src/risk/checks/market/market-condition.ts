import { MARKET_CONDITIONS } from "../../../market/market-condition.ts";
import { defineCheck } from "../../check.ts";

/** New risk needs a market of which nothing is in doubt: 0 open, otherwise the number of what it is. */
export const marketCondition = defineCheck({
  code: "market_condition",
  label: "Market condition",
  unit: "words",
  words: MARKET_CONDITIONS.map((condition) => condition.replaceAll("_", " ")),
  bound: "at_most",
  appliesToReducing: false,
  value: ({ context }) => MARKET_CONDITIONS.indexOf(context.market.condition),
  limit: () => 0,
  deny: ({ intent, context }) => ({
    code: "market_condition",
    symbol: intent.symbol,
    condition: context.market.condition,
  }),
});
