import {
  absoluteQuantity,
  formatQuantity,
  maxQuantity,
  minQuantity,
  type Quantity,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "@interlock/core/number/quantity";
import { positionOf } from "@interlock/core/portfolio/portfolio";
import { positionBreakId } from "@interlock/core/reconciliation/break";
import { unshownShares } from "@interlock/core/reconciliation/unshown-shares";
import type { Decision } from "../decision.ts";
import type { Closing } from "./closing.ts";
import { corporateHold } from "./risk-context.ts";

/**
 * Cuts a closing to what surely exists: more would open the other side, or be refused whole by the venue.
 *
 * 1. On the day of a split or the like, whichever scale the venue stands on.
 * 2. Where our books hold shares that the venue did not show, none of those. A flatten has just seen the venue's own
 *    figure and rests on that.
 */
export function closableOf(decision: Decision, { symbol, quantity, purpose }: Closing): Quantity {
  const waiting = corporateHold(decision, symbol);
  const closable = waiting === null ? quantity : minQuantity(quantity, waiting.closable);
  if (purpose === "flatten") return closable;
  const unshown = unshownShares(decision.state.breaks[positionBreakId(symbol)]);
  if (signOfQuantity(unshown) === 0) return closable;
  const held = absoluteQuantity(positionOf(decision.state.portfolio, symbol).quantity);
  return minQuantity(closable, maxQuantity(ZERO_QUANTITY, subtractQuantity(held, unshown)));
}

/** Says why nothing of a closing is left. */
export function describeUnclosable(decision: Decision, { symbol }: Closing): string {
  const unshown = unshownShares(decision.state.breaks[positionBreakId(symbol)]);
  return signOfQuantity(unshown) === 0
    ? "our books hold nothing of it that is not being closed already"
    : `the venue does not show ${formatQuantity(unshown)} of the shares that our books hold. Look at both sides under Reconciliation`;
}
