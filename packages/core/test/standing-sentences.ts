import { price } from "../src/number/price.ts";
import type { Denial } from "../src/risk/denial.ts";
import type { StopCause } from "../src/risk/stopped-out.ts";
import { SPY, STOPPED_OUT } from "./builders.ts";

const stopped = (cause: StopCause): Denial => ({
  code: "stop_loss",
  phase: "closing",
  stop: { ...STOPPED_OUT, cause },
});

/** What is said of rarer ways in which trading or the market stands. */
export const STANDING_SENTENCES: readonly (readonly [Denial, string])[] = [
  [
    { code: "trading_state", state: "halted", reducing: false, scope: "NVDA" },
    "A kill stops NVDA: no order of it that adds risk passes until it is resumed.",
  ],
  [
    stopped({ rule: "broker", stopPrice: price("97.50") }),
    "The position in SPY was closed: its stop at the broker was set off at 97.50. It is closing the position; nothing else is sent meanwhile.",
  ],
  [
    stopped({ rule: "time", heldMinutes: 241, limitMinutes: 240 }),
    "The stop-loss of SPY fired: 301.0 bps at 97.01 from 100.02, limit 200 bps (it was entered 241 minutes ago and stands at a loss, and the time stop is 240 minutes). It is closing the position; nothing else is sent meanwhile.",
  ],
  [
    { code: "valuation", positions: 0, orders: 2 },
    "The book has open orders without any price in 2 symbols: loss and exposure cannot be measured. New risk waits for a quote.",
  ],
  [
    {
      code: "price_band",
      symbol: SPY,
      side: "sell",
      price: price("90"),
      lower: price("95"),
      upper: price("105"),
    },
    "Price 90.00 is outside the limit bands of SPY, 95.00 to 105.00: no offer may lie below them.",
  ],
  [
    { code: "reference_quote", condition: "locked" },
    "The quote is locked, which is no reference for an order.",
  ],
  [
    { code: "reference_quote", condition: "regular" },
    "The quote is regular, which is no reference for an order.",
  ],
];
