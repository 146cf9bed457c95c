import type { StrategyId, Ticker } from "@interlock/core/ids";
import type { Quantity } from "@interlock/core/number/quantity";

/**
 * A wish to bring a position toward flat, from a kill, an operator or a stop-loss. It passes the same gate as any
 * order, and is cut to what is held and not yet being closed.
 */
export interface Closing {
  readonly symbol: Ticker;
  /** At most this many shares, above zero. */
  readonly quantity: Quantity;
  readonly purpose: "flatten" | "operator" | "stop_loss";
  /** Only this strategy's own shares; absent: everybody's. */
  readonly strategyId?: StrategyId;
  /** Everybody's but these strategies': a kill of their own has their shares to itself. */
  readonly except?: readonly StrategyId[];
}

/** What became of closings: orders sent, and why anything was refused. */
export interface ClosingOutcome {
  readonly sent: number;
  readonly refusals: ReadonlyMap<Ticker, string>;
  /** Why the order of an override was refused; null when it was sent, absent when there was none. */
  readonly override?: string | null;
}
