import { strategyId, ticker } from "@interlock/core/ids";
import { money } from "@interlock/core/number/money";
import { price } from "@interlock/core/number/price";
import { quantity } from "@interlock/core/number/quantity";
import type { StoppedOut } from "@interlock/core/risk/stopped-out";
import { MORNING } from "../rig.ts";

const SPY = ticker("SPY");
const stop: StoppedOut = {
  symbol: SPY,
  side: "buy",
  at: MORNING,
  averageEntry: price("100.02"),
  mark: price("97.01"),
  lossBps: 301,
  limitBps: 200,
};

const highWater = { equity: money("101000"), at: MORNING };

/** Records of stops, breakers and other guards, each with its weight and its sentence in the feed. */
export const GUARD_ROWS = {
  stop_cover_lost: [
    { symbol: SPY, quantity: quantity("10"), since: 1, why: "waits for a quote" },
    "critical",
    "10 SPY are covered by no stop: waits for a quote.",
  ],
  stop_cover_found: [
    { symbol: SPY, how: "every share is covered again" },
    "info",
    "The stops of SPY are in order again: every share is covered again.",
  ],
  best_price_seen: [
    { symbol: SPY, best: price("101") },
    "info",
    "The best price of SPY since its entry is 101.00.",
  ],
  high_water_raised: [{ highWater }, "info", "The high-water mark of equity is $101,000.00."],
  breaker_warned: [
    { breaker: "daily_loss" as const, level: 80 as const, sentence: "80 % of daily loss is used." },
    "warning",
    "80 % of daily loss is used.",
  ],
  breaker_rearmed: [
    { breaker: "drawdown" as const, by: "Ada", reason: "looked at every fill", highWater },
    "info",
    "Ada re-armed the breaker Drawdown: looked at every fill.",
  ],
  stop_fired: [
    { stop, strategies: [strategyId("crossover")] },
    "info",
    "The stop-loss closes SPY; crossover may not buy it again on the same opinion.",
  ],
  stop_blocked: [
    { symbol: SPY, sentence: "The stop-loss of SPY cannot close the position: it is late." },
    "critical",
    "The stop-loss of SPY cannot close the position: it is late.",
  ],
  stop_ended: [
    { symbol: SPY, how: "nothing of the position is left" },
    "info",
    "The stop-loss of SPY is done: nothing of the position is left.",
  ],
  entry_released: [
    { strategyId: strategyId("crossover"), symbol: SPY, how: "its own target has been 0" },
    "info",
    "crossover may enter SPY again: its own target has been 0.",
  ],
  guard_tripped: [
    { guard: "stop_loss" as const, symbol: SPY, sentence: "SPY lost 2 %." },
    "critical",
    "SPY lost 2 %.",
  ],
} satisfies Record<string, [object, string, string]>;
