import { countOf } from "../../number/count-of.ts";
import { formatDollars, type Money, roundUpToCent } from "../../number/money.ts";

/**
 * Breakers: what stops all new risk when the account, the venue or the market is not as it should be. Each is latched
 * as a hold of its own name, survives restarts, midnight and a new day, and is re-armed only by a person with a reason.
 */
export type BreakerId =
  | "daily_loss"
  | "drawdown"
  | "loss_streak"
  | "reject_rate"
  | "slippage"
  | "circuit_breaker";

/** All breakers, in the order in which people read them. */
export const BREAKERS: readonly BreakerId[] = [
  "daily_loss",
  "drawdown",
  "loss_streak",
  "reject_rate",
  "slippage",
  "circuit_breaker",
];

/** Tells whether something that holds trading is a breaker. */
export function isBreaker(source: string): source is BreakerId {
  return BREAKERS.some((breaker) => breaker === source);
}

/** A breaker's name for people. */
export const BREAKER_LABELS: Readonly<Record<BreakerId, string>> = {
  daily_loss: "Daily loss",
  drawdown: "Drawdown",
  loss_streak: "Losses in a row",
  reject_rate: "Reject rate",
  slippage: "Slippage",
  circuit_breaker: "Circuit breaker",
};

/** What a tripped breaker blocks, and what goes on. The same for all of them: none closes a position by itself. */
export const BREAKER_BLOCKS =
  "Every order that adds risk, of every strategy and person; what works already and would add risk is canceled.";
export const BREAKER_LEAVES =
  "Cancels, closing orders, stop-losses, the kill switch, market data and the comparison with the venue.";

/** What a breaker found beyond its limit, with the numbers. */
export type BreakerTrip =
  | {
      readonly kind: "drawdown";
      readonly equity: Money;
      readonly highWater: Money;
      readonly drawdownBps: number;
      readonly limitBps: number;
    }
  | { readonly kind: "loss_streak"; readonly losses: number; readonly limit: number }
  | {
      readonly kind: "reject_rate";
      readonly rejected: number;
      readonly answered: number;
      readonly limitBps: number;
    }
  | {
      readonly kind: "slippage";
      readonly worse: number;
      readonly orders: number;
      readonly worstBps: number;
      readonly limitBps: number;
    };

/** Says in one sentence why a breaker tripped, with the values and the limit. */
export function describeTrip(trip: BreakerTrip): string {
  switch (trip.kind) {
    case "drawdown": {
      const below = `${trip.drawdownBps.toFixed(1)} bps below its high-water mark of ${formatDollars(roundUpToCent(trip.highWater))}`;
      return `Equity is ${formatDollars(roundUpToCent(trip.equity))}, ${below}; the limit is ${trip.limitBps} bps.`;
    }
    case "loss_streak":
      return `${countOf(trip.losses, "position")} in a row were closed at a loss; the limit is ${trip.limit}.`;
    case "reject_rate": {
      const share = `${trip.rejected} of the latest ${trip.answered} orders`;
      return `The venue rejected ${share}; the limit is ${trip.limitBps / 100} %.`;
    }
    case "slippage": {
      const share = `${trip.worse} of the latest ${trip.orders} orders`;
      const worst = `the worst ${trip.worstBps.toFixed(1)} bps`;
      return `${share} filled worse than at arrival by more than ${trip.limitBps} bps, ${worst}.`;
    }
  }
}
