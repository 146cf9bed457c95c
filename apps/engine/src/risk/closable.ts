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
import type { Ticker } from "@interlock/core/ids";
import type { OrderIntent } from "@interlock/core/order/order-intent";
import { withoutProtective } from "@interlock/core/portfolio/open-orders";
import { positionOf } from "@interlock/core/portfolio/portfolio";
import { positionBreakId } from "@interlock/core/reconciliation/break";
import { unshownShares } from "@interlock/core/reconciliation/unshown-shares";
import type { Decision } from "../decision.ts";
import { openBook } from "../views.ts";
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
  return purpose === "flatten" ? closable : cutUnderBreak(decision, symbol, closable);
}

/** Cuts what a strategy's order takes off the account's position as a closing is cut; one that adds is left whole. */
export function cutExit(
  decision: Decision,
  { symbol, side, quantity }: Pick<OrderIntent, "symbol" | "side" | "quantity">,
): Quantity {
  const held = signOfQuantity(positionOf(decision.state.portfolio, symbol).quantity);
  const closes = side === "sell" ? held > 0 : held < 0;
  return closes ? cutUnderBreak(decision, symbol, quantity) : quantity;
}

/** Leaves out the shares that the venue did not show, and counts what closes already. */
function cutUnderBreak({ state, views }: Decision, symbol: Ticker, wanted: Quantity): Quantity {
  const unshown = unshownOf({ state, views }, symbol);
  if (signOfQuantity(unshown) === 0) return wanted;
  const { quantity } = positionOf(state.portfolio, symbol);
  // Our stops at the broker make way before anything closes.
  const { buys, sells } = withoutProtective(openBook(views, symbol).sum);
  const closing = signOfQuantity(quantity) > 0 ? sells : buys;
  const shown = subtractQuantity(absoluteQuantity(quantity), unshown);
  return minQuantity(wanted, maxQuantity(ZERO_QUANTITY, subtractQuantity(shown, closing)));
}

/**
 * The shares of our books that the last comparison did not find, while nothing has explained the difference: a person,
 * another answer, or a fill that it lacked and that brought us to what the venue had shown. A difference that a single
 * answer has shown counts as well: it is asked about again, and what may be nobody's is not sold meanwhile.
 */
function unshownOf({ state, views }: Pick<Decision, "state" | "views">, symbol: Ticker): Quantity {
  const key = positionBreakId(symbol);
  const compared = state.reconciliation;
  if (compared === null || (state.breaks[key] === undefined && !views.suspects.has(key)))
    return ZERO_QUANTITY;
  if (compared.explainedSince?.includes(symbol) === true) return ZERO_QUANTITY;
  const isIt = (one: { readonly symbol: Ticker }) => one.symbol === symbol;
  const ours = compared.ledgerPositions?.find(isIt)?.quantity ?? ZERO_QUANTITY;
  const venue = compared.venuePositions.find(isIt)?.quantity ?? ZERO_QUANTITY;
  return unshownShares({ ours, venue });
}

/** Says why nothing of a closing is left. */
export function describeUnclosable(decision: Decision, { symbol }: Closing): string {
  const unshown = unshownOf(decision, symbol);
  return signOfQuantity(unshown) === 0
    ? "our books hold nothing of it that is not being closed already"
    : `the venue does not show ${formatQuantity(unshown)} of the shares that our books hold, and the others are closed or being closed. Look at both sides under Reconciliation`;
}
