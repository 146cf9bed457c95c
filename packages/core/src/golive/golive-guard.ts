import { moneyFromUnits, moneyUnits, type Money } from "../number/money.ts";
import { type CanaryStep, WHOLE_BPS } from "./canary.ts";

/** What the approval of live trading means for one order: plain data, gathered for each. */
export interface GoLiveGuard {
  /** Why no new risk may be taken, as a clause; null where an approval is in force, or none is needed. */
  readonly obstacle: string | null;
  /** The step of the canary ladder; null where there is none. */
  readonly canary: CanaryStep | null;
}

/** Where no approval is needed: in `sim` and `paper` without a rehearsal. */
export const NO_GOLIVE: GoLiveGuard = { obstacle: null, canary: null };

/** Returns the share of a limit that a step of the ladder leaves free, rounded down to the millionth of a dollar. */
export function canaryCap(limit: Money, { capBps }: CanaryStep): Money {
  return moneyFromUnits(Math.floor((moneyUnits(limit) / WHOLE_BPS) * capBps));
}
