import {
  absoluteQuantity,
  maxQuantity,
  type Quantity,
  signOfQuantity,
  subtractQuantity,
  ZERO_QUANTITY,
} from "../number/quantity.ts";
import type { Break } from "./break.ts";

/**
 * Returns the shares that our books held and the venue did not show, when both were last compared: 0 where it shows as
 * many on the same side, or more. What both sides book since changes nothing of it, so the rest of our position exists.
 */
export function unshownShares(found: Break | undefined): Quantity {
  const ours = found?.evidence?.ours.quantity ?? null;
  const venue = found?.evidence?.venue.quantity ?? null;
  if (ours === null || venue === null) return ZERO_QUANTITY;
  const isSameSide = signOfQuantity(venue) === signOfQuantity(ours);
  const shown = isSameSide ? absoluteQuantity(venue) : ZERO_QUANTITY;
  return maxQuantity(ZERO_QUANTITY, subtractQuantity(absoluteQuantity(ours), shown));
}
