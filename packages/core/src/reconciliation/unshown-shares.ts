import {
  absoluteQuantity,
  maxQuantity,
  type Quantity,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "../number/quantity.ts";

/** Signed shares of a symbol on both sides of a comparison. */
export interface ComparedShares {
  readonly ours: Quantity;
  readonly venue: Quantity;
}

/**
 * Returns the shares that our books held and the venue did not show, when both were last compared: 0 where it showed as
 * many on the same side, or more. What both sides book since changes nothing of it, so the rest of our position exists;
 * only a fill that the comparison lacked does, and the caller knows of that.
 */
export function unshownShares({ ours, venue }: ComparedShares): Quantity {
  const isSameSide = signOfQuantity(venue) === signOfQuantity(ours);
  const shown = isSameSide ? absoluteQuantity(venue) : ZERO_QUANTITY;
  return maxQuantity(ZERO_QUANTITY, subtractQuantity(absoluteQuantity(ours), shown));
}
