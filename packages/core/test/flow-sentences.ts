import { money } from "../src/number/money.ts";
import { shares } from "../src/number/quantity.ts";
import type { Denial } from "../src/risk/denial.ts";
import { SPY } from "./builders.ts";

/** What is said of orders that were refused for what came before them. */
export const FLOW_SENTENCES: readonly (readonly [Denial, string])[] = [
  [
    { code: "window_orders", orders: 26, limit: 25, windowMs: 60_000 },
    "This would be order 26 that takes risk within 60 s; the limit is 25.",
  ],
  [
    { code: "symbol_window_orders", symbol: SPY, orders: 16, limit: 15, windowMs: 60_000 },
    "This would be the strategy's order 16 in SPY within 60 s; the limit is 15.",
  ],
  [
    {
      code: "window_notional",
      notional: money("110000.5"),
      limit: money("110000"),
      windowMs: 60_000,
    },
    "Orders within 60 s would be worth $110,000.50; the limit is $110,000.00.",
  ],
  [
    {
      code: "symbol_window_notional",
      symbol: SPY,
      notional: money("44000.5"),
      limit: money("44000"),
      windowMs: 60_000,
    },
    "The strategy's orders in SPY within 60 s would be worth $44,000.50; the limit is $44,000.00.",
  ],
  [
    {
      code: "sliced_quantity",
      side: "buy",
      quantity: shares(120),
      limit: shares(100),
      windowMs: 60_000,
    },
    "A buy was refused for its size less than 60 s ago, and slices of it count as one order: with this one 120 shares; the limit of one order is 100 shares.",
  ],
  [
    {
      code: "sliced_notional",
      side: "sell",
      notional: money("12000"),
      limit: money("11000"),
      windowMs: 60_000,
    },
    "A sell was refused for its size less than 60 s ago, and slices of it count as one order: with this one $12,000.00; the limit of one order is $11,000.00.",
  ],
];
