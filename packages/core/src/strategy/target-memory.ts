import type { Ticker } from "../ids.ts";
import { signOfQuantity } from "../number/quantity.ts";
import type { StrategyContext } from "./strategy.ts";

/**
 * Tells whether a target must be said: when it is new, and as long as the holding does not show it, because the orders
 * it led to may have been denied, rejected or canceled.
 */
export function mustSignal(change: TargetChange, context: StrategyContext): boolean {
  if (change.target !== change.lastTarget) return true;
  return Math.sign(change.target) !== signOfQuantity(context.positionOf(change.symbol));
}

/** A target beside the one said last. */
export interface TargetChange {
  readonly symbol: Ticker;
  readonly target: number;
  readonly lastTarget: number;
}
