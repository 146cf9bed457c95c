import type { Ticker } from "../ids.ts";
import { type Money, moneyUnits, ZERO_MONEY } from "../number/money.ts";
import { type Price, priceUnits } from "../number/price.ts";
import {
  type Quantity,
  quantityFromUnits,
  quantityUnits,
  signOfQuantity,
  subtractQuantity,
  UNITS_PER_SHARE,
} from "../number/quantity.ts";
import type { UnixMs } from "../time.ts";
import type { HoldingConversion } from "./convert-holding.ts";
import { type CorporateAction, scaleOf } from "./corporate-action.ts";
import { type ShareRatio, toNewPrice, toNewShares } from "./share-ratio.ts";

/** Signed shares with the average price in dollars a share; null when it was not named or nothing is held. */
export interface Holding {
  readonly quantity: Quantity;
  readonly averagePrice: Price | null;
}

/** A holding before an action by our books, and what the venue shows in one answer. */
export interface HoldingEvidence {
  readonly ours: Holding;
  /** The venue's average before the day came; null when it was never named. */
  readonly venueAverageBefore: Price | null;
  /** What our books hold under the new symbol already; the same as `ours` where there is none. */
  readonly oursUnder: (symbol: Ticker) => Quantity;
  readonly venueUnder: (symbol: Ticker) => Holding;
  /** Dollars that the venue booked in lieu of fractions of these symbols since the day came. */
  readonly cashInLieu: Money;
  readonly at: UnixMs;
}

/**
 * Returns what an action made of a holding when the venue shows exactly that: the old shares times the ratio, at the
 * average divided by it, or whole shares and cash for the fraction. Null as long as it shows anything else: then there
 * is nothing to book, and a difference is one.
 */
export function explainHolding(
  action: CorporateAction,
  evidence: HoldingEvidence,
): HoldingConversion | null {
  const ratio = scaleOf(action);
  if (ratio === null || quantityUnits(evidence.ours.quantity) === 0) return null;
  const { symbol: from, newSymbol } = action;
  const to = newSymbol ?? from;
  if (to !== from && !movedAway(evidence, from, to)) return null;
  const shown = evidence.venueUnder(to);
  const exact = toNewShares(evidence.ours.quantity, ratio);
  const fraction = subtractQuantity(exact, shown.quantity);
  const whole = quantityUnits(fraction) === 0;
  if (!whole && !isPaidInCash(exact, shown.quantity, evidence.cashInLieu)) return null;
  if (!averageFits(evidence, shown, ratio)) return null;
  const { at } = evidence;
  const cashInLieu = whole ? ZERO_MONEY : evidence.cashInLieu;
  return { from, to, ratio, quantity: shown.quantity, cashInLieu, at };
}

function movedAway({ oursUnder, venueUnder }: HoldingEvidence, from: Ticker, to: Ticker): boolean {
  return quantityUnits(venueUnder(from).quantity) === 0 && quantityUnits(oursUnder(to)) === 0;
}

/** Whole shares toward zero, and cash on the side of the fraction: received for a long one, paid for a short one. */
function isPaidInCash(exact: Quantity, shown: Quantity, cash: Money): boolean {
  const units = quantityUnits(exact);
  const kept = quantityFromUnits(units - (units % UNITS_PER_SHARE));
  return quantityUnits(shown) === quantityUnits(kept) && sameSign(exact, cash);
}

function sameSign(quantity: Quantity, cash: Money): boolean {
  return signOfQuantity(quantity) * moneyUnits(cash) > 0;
}

/** Half a cent: a venue may name averages to the cent. */
const AVERAGE_TOLERANCE_UNITS = 5_000;

/** The venue counts averages in its own way: its own of before, or ours, must lead to the one that it shows. */
function averageFits(evidence: HoldingEvidence, shown: Holding, ratio: ShareRatio): boolean {
  if (quantityUnits(shown.quantity) === 0) return true;
  const { averagePrice: after } = shown;
  if (after === null) return false;
  return [evidence.ours.averagePrice, evidence.venueAverageBefore].some(
    (before) =>
      before !== null &&
      Math.abs(priceUnits(toNewPrice(before, ratio)) - priceUnits(after)) <=
        AVERAGE_TOLERANCE_UNITS,
  );
}
