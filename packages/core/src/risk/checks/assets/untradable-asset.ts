import { defineCheck } from "../../check.ts";

/** Whether the venue trades the symbol at all: 0 as far as is known, 1 it does not. */
export const untradableAsset = defineCheck({
  code: "untradable_asset",
  label: "Tradable",
  unit: "words",
  words: ["nothing known against it", "not traded by the venue"],
  bound: "at_most",
  appliesToReducing: false,
  value: ({ context }) => (context.asset.facts?.tradable === false ? 1 : 0),
  limit: () => 0,
  deny: ({ intent }) => ({ code: "untradable_asset", symbol: intent.symbol }),
});
