import { strategyId } from "../src/ids.ts";
import type { Denial } from "../src/risk/denial.ts";
import { SPY } from "./builders.ts";

const level = { kind: "strategy", id: strategyId("trend") } as const;

/** What is said of orders that were refused for a list of symbols. */
export const LIST_SENTENCES: readonly (readonly [Denial, string])[] = [
  [
    { code: "restricted_symbol", symbol: SPY },
    "SPY is on the restricted list: it may be closed, and no new risk is taken in it.",
  ],
  [
    { code: "restricted_symbol", symbol: SPY, level },
    "SPY is on the restricted list of strategy trend: it may be closed, and no new risk is taken in it.",
  ],
  [
    { code: "allowed_symbol", symbol: SPY },
    "SPY is not on the list of allowed symbols: it may be closed, and no new risk is taken in it.",
  ],
  [
    { code: "allowed_symbol", symbol: SPY, level },
    "SPY is not on the list of allowed symbols of strategy trend: it may be closed, and no new risk is taken in it.",
  ],
];
