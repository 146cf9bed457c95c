import { money } from "../src/number/money.ts";
import type { Denial } from "../src/risk/denial.ts";
import { SPY } from "./builders.ts";

const POWER = { code: "buying_power", needed: money("1000.5"), ageLimitMs: 60_000 } as const;

/** What is said of orders that were refused for what the account as a whole could come to. */
export const EXPOSURE_SENTENCES: readonly (readonly [Denial, string])[] = [
  [
    { code: "net_exposure", exposure: money("45000.01"), limit: money("45000") },
    "Net exposure could reach $45,000.01; the limit is $45,000.00.",
  ],
  [
    { code: "long_exposure", exposure: money("47000.01"), limit: money("47000") },
    "Long exposure could reach $47,000.01; the limit is $47,000.00.",
  ],
  [
    { code: "short_exposure", exposure: money("40000.01"), limit: money("40000") },
    "Short exposure could reach $40,000.01; the limit is $40,000.00.",
  ],
  [
    { code: "equity", ours: money("100"), venue: money("0") },
    "The equity is $100.00 by our books, and the venue says $0.00: new risk needs equity above zero by both.",
  ],
  [
    { code: "equity", ours: money("100"), venue: null },
    "The equity is $100.00 by our books, and the venue has named none yet: new risk needs equity above zero by both.",
  ],
  [
    { code: "concentration", symbol: SPY, shareBps: 4_010, limitBps: 4_000 },
    "The position in SPY could reach 40.10 % of the equity; the limit is 40.00 %.",
  ],
  [
    { code: "sector_exposure", sector: "energy", shareBps: 4_510, limitBps: 4_500 },
    "Exposure to the sector energy could reach 45.10 % of the equity; the limit is 45.00 %.",
  ],
  [
    { code: "leverage", leverageBps: 5_600, limitBps: 5_500 },
    "Gross exposure could reach 56.00 % of the equity; the limit is 55.00 %.",
  ],
  [
    { ...POWER, available: money("1000"), ageMs: 5_000 },
    "The order would need $1,000.50 with what the venue may not count yet; the buying power is $1,000.00.",
  ],
  [
    { ...POWER, available: money("1000"), ageMs: 60_000 },
    "The order would need $1,000.50 with what the venue may not count yet; the buying power is $1,000.00.",
  ],
  [
    { ...POWER, available: money("0"), ageMs: 61_000 },
    "The venue's figure of buying power is 61 s old; the limit is 60 s: new risk waits for a new one.",
  ],
  [
    { ...POWER, available: money("0"), ageMs: null },
    "The venue has not named the buying power yet: new risk waits for it.",
  ],
  [
    { code: "margin_deficit", deficit: money("250") },
    "The account is $250.00 short of the margin that the venue wants: new risk waits until the deficit is gone.",
  ],
];
