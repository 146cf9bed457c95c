import { expect, it } from "vitest";
import {
  BREAKER_BLOCKS,
  BREAKER_LABELS,
  BREAKER_LEAVES,
  BREAKERS,
  describeTrip,
  isBreaker,
} from "./breaker.ts";
import { emptyBreakerBook } from "./breaker-book.ts";

it("breakers are listed by the names that people read, and nothing else is one", () => {
  expect(BREAKERS.map((breaker) => [breaker, BREAKER_LABELS[breaker]])).toEqual([
    ["daily_loss", "Daily loss"],
    ["drawdown", "Drawdown"],
    ["loss_streak", "Losses in a row"],
    ["reject_rate", "Reject rate"],
    ["slippage", "Slippage"],
    ["circuit_breaker", "Circuit breaker"],
  ]);
  expect(BREAKERS.every(isBreaker)).toBe(true);
  expect(isBreaker("kill_switch")).toBe(false);
});

it("a breaker says what it stops, and what goes on", () => {
  expect(BREAKER_BLOCKS).toBe(
    "Every order that adds risk, of every strategy and person; what works already and would add risk is canceled.",
  );
  expect(BREAKER_LEAVES).toBe(
    "Cancels, closing orders, stop-losses, the kill switch, market data and the comparison with the venue.",
  );
});

it("a trip says its numbers", () => {
  expect(describeTrip({ kind: "loss_streak", losses: 6, limit: 6 })).toBe(
    "6 positions in a row were closed at a loss; the limit is 6.",
  );
  const slippage = {
    kind: "slippage",
    worse: 3,
    orders: 5,
    worstBps: 90.04,
    limitBps: 40,
  } as const;
  expect(describeTrip(slippage)).toBe(
    "3 of the latest 5 orders filled worse than at arrival by more than 40 bps, the worst 90.0 bps.",
  );
});

it("breakers that have seen nothing remember nothing", () => {
  const samples = { rejectedAt: [], rejected: [], slippageBps: [] };
  expect(emptyBreakerBook()).toEqual({ highWater: null, lossStreak: 0, warned: {}, samples });
});
