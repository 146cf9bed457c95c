import {
  absoluteQuantity,
  type Quantity,
  quantityFromUnits,
  quantityUnits,
  UNITS_PER_SHARE,
} from "../number/quantity.ts";
import type { Price } from "../number/price.ts";
import { type CorporateAction, describeAction, scaleOf } from "./corporate-action.ts";
import { toNewShares, toOldPrice } from "./share-ratio.ts";

/** What an action whose day has come, and which the venue has not shown yet, leaves of trading in its symbol. */
export interface CorporateHold {
  /** The action with its day, for people. */
  readonly action: string;
  /** Shares of the position that exist on the scale of before and on that of after alike: a person may close these. */
  readonly closable: Quantity;
}

/** Returns what may be done in a symbol that holds `quantity`, signed shares, while its action waits for the venue. */
export function holdFor(action: CorporateAction, quantity: Quantity): CorporateHold {
  return { action: describeAction(action), closable: surelyHeld(action, quantity) };
}

/**
 * Returns the shares, above zero, that can be sold or bought back on whichever scale the venue stands: before a reverse
 * split is shown, the books' number may be many times what is held, and closing it would open the other side.
 */
function surelyHeld(action: CorporateAction, quantity: Quantity): Quantity {
  const held = absoluteQuantity(quantity);
  const scale = scaleOf(action);
  if (scale === null || scale.newShares >= scale.oldShares) return held;
  const units = quantityUnits(toNewShares(held, scale));
  return quantityFromUnits(units - (units % UNITS_PER_SHARE));
}

/**
 * Returns a market price of today as one for the shares that the books still hold, in dollars a share. Null where an
 * action does not say how the two scales follow from each other: then the market values nothing.
 */
export function priceInBooks(action: CorporateAction | undefined, price: Price): Price | null {
  if (action === undefined) return price;
  const scale = scaleOf(action);
  return scale === null ? null : toOldPrice(price, scale);
}
