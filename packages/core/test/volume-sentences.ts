import { shares } from "../src/number/quantity.ts";
import type { Denial } from "../src/risk/denial.ts";
import { SPY, VOLUME } from "./builders.ts";

const volume = { ...VOLUME, shares: 10_000 };

/** What is said of orders that were refused for what their market trades in a day. */
export const VOLUME_SENTENCES: readonly (readonly [Denial, string])[] = [
  [
    { code: "daily_volume", symbol: SPY, cause: "unknown" },
    "The venue has not named 5 sessions of SPY that ended of late: no new risk is taken in it until its daily bars are read again, or a person allows unknown volume.",
  ],
  [
    { code: "daily_volume", symbol: SPY, cause: "stale" },
    "What the venue said of the daily volume of SPY is older than a day: no new risk is taken in it until its daily bars are read again, or a person allows unknown volume.",
  ],
  [
    { code: "order_volume_share", quantity: shares(101), volume, shareBps: 101, limitBps: 100 },
    "The order is for 101 shares, 1.01 % of the 10000 shares of SPY that trade in a session, by the last 20; the limit is 1.00 %.",
  ],
  [
    { code: "position_volume_share", quantity: shares(501), volume, shareBps: 501, limitBps: 500 },
    "The position could reach 501 shares, 5.01 % of the 10000 shares of SPY that trade in a session, by the last 20; the limit is 5.00 %.",
  ],
];
