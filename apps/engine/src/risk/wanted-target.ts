import type { SignalId, StrategyId, Ticker } from "@interlock/core/ids";

/** What a strategy said it wants to hold. */
export interface WantedTarget {
  readonly signalId: SignalId;
  readonly strategyId: StrategyId;
  readonly symbol: Ticker;
  readonly target: number;
}
