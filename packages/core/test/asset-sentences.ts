import { strategyId } from "../src/ids.ts";
import type { ShortSaleCause } from "../src/risk/assets/asset-guard.ts";
import type { Denial } from "../src/risk/denial.ts";
import { SPY } from "./builders.ts";

const level = { kind: "strategy", id: strategyId("trend") } as const;
const short = (cause: ShortSaleCause) => ({ code: "short_sale", symbol: SPY, cause }) as const;

/** What is said of orders that were refused for what may be done with their instrument. */
export const ASSET_SENTENCES: readonly (readonly [Denial, string])[] = [
  [
    { code: "untradable_asset", symbol: SPY },
    "The venue does not trade SPY: no new risk is taken in it.",
  ],
  [short("hard_to_borrow"), "SPY is hard to borrow: it is not sold short without a locate."],
  [short("switched_off"), "Short selling is off: SPY is not sold short."],
  [
    { ...short("switched_off"), level },
    "Short selling is off for strategy trend: SPY is not sold short.",
  ],
  [
    short("unknown"),
    "The venue has not said yet whether SPY can be borrowed: it is not sold short.",
  ],
  [
    short("stale"),
    "What the venue said of borrowing SPY is older than a day: it is not sold short.",
  ],
  [short("not_shortable"), "The venue does not let SPY be sold short."],
  [
    short("refused_today"),
    "The venue refused to lend SPY today: it is not sold short again before the next market day.",
  ],
];
