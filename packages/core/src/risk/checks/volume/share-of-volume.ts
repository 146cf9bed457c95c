import { assert } from "../../../assert.ts";
import { type Quantity, quantityUnits, UNITS_PER_SHARE } from "../../../number/quantity.ts";
import type { OrderUnderCheck } from "../../check.ts";
import type { VolumeFacts } from "../../volume/volume-guard.ts";

const BPS = 10_000;

/** Returns the average volume that an order is measured by. Throws InvariantError where it is not known. */
export function volumeOf({ context }: OrderUnderCheck): VolumeFacts {
  assert(context.volume !== null, "an order was measured by a volume that is not known");
  return context.volume;
}

/** Returns shares in hundredths of a percent of what trades in a session. */
export function shareOfVolume(order: OrderUnderCheck, quantity: Quantity): number {
  return (quantityUnits(quantity) / UNITS_PER_SHARE / volumeOf(order).shares) * BPS;
}
