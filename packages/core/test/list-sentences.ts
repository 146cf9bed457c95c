import { strategyId } from "../src/ids.ts";
import type { Denial } from "../src/risk/denial.ts";
import { SPY } from "./builders.ts";

const level = { kind: "strategy", id: strategyId("trend") } as const;

/** What is said of orders that were refused for a list of symbols. */
export const LIST_SENTENCES: readonly (readonly [Denial, string])[] = [
  [
    { code: "restricted_symbol", symbol: SPY },
    "SPY is on the restricted list: no new risk is taken in it; what is held of it may be closed.",
  ],
  [
    { code: "restricted_symbol", symbol: SPY, level },
    "SPY is on the restricted list of strategy trend: no new risk is taken in it; what is held of it may be closed.",
  ],
  [
    { code: "allowed_symbol", symbol: SPY },
    "SPY is not on the list of allowed symbols: no new risk is taken in it; what is held of it may be closed.",
  ],
  [
    { code: "allowed_symbol", symbol: SPY, level },
    "SPY is not on the list of allowed symbols of strategy trend: no new risk is taken in it; what is held of it may be closed.",
  ],
];
