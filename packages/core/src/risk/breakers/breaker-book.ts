import type { EquityPeak } from "../../portfolio/drawdown.ts";
import { emptyRecord } from "../../record-of-names.ts";
import { noOrderSamples, type OrderSamples } from "./order-samples.ts";
import type { WarningLevel } from "./warning-level.ts";

/** What breakers remember across restarts; that one has tripped is a hold of its name. Plain data. */
export interface BreakerBook {
  /** The highest equity that was confirmed, since a person last re-armed the drawdown breaker. */
  highWater: EquityPeak | null;
  /** Positions in a row that were closed at a loss. */
  lossStreak: number;
  /** What people were last warned of, by breaker, in percent of its limit. */
  warned: Record<string, WarningLevel>;
  readonly samples: OrderSamples;
}

/** Returns the book of breakers that have seen nothing. */
export function emptyBreakerBook(): BreakerBook {
  return { highWater: null, lossStreak: 0, warned: emptyRecord(), samples: noOrderSamples() };
}
