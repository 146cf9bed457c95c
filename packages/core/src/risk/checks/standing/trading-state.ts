import { defineCheck } from "../../check.ts";
import { strictness } from "../../trading-state.ts";

/** The account's trading state: halted passes only a kill's flattening orders, reducing only orders toward flat. */
export const tradingState = defineCheck({
  code: "trading_state",
  label: "Trading state",
  unit: "words",
  words: ["active", "reducing", "halted"],
  bound: "at_most",
  appliesToReducing: true,
  value: ({ context }) => strictness(context.tradingState),
  limit: ({ intent, reducing }) => {
    if (!reducing) return strictness("active");
    return strictness(intent.purpose === "flatten" ? "halted" : "reducing");
  },
  deny: ({ context, reducing }) => ({
    code: "trading_state",
    state: context.tradingState,
    reducing,
  }),
});
