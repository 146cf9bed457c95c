import { signOfQuantity } from "@interlock/core/number/quantity";
import {
  type Activity,
  entryActivity,
  feeActivity,
  fillActivity,
} from "../../render/render-activity.ts";
import type { VenueState } from "../../venue/venue-state.ts";

/** Returns the whole activity log of the account, oldest first. */
export function activitiesOf(venue: VenueState): Activity[] {
  return [...fillsOf(venue), ...venue.charges.map(feeActivity)]
    .concat(venue.entries.map(entryActivity))
    .sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
}

/** Returns how many entries were ever made: the log has grown when this has. */
export function activityCount({ executions, charges, entries }: VenueState): number {
  return executions.length + charges.length + entries.length;
}

/** Executions that stand: neither those that were taken back nor what took them back. */
function fillsOf(venue: VenueState): Activity[] {
  const gone = new Set(venue.executions.map(({ previousId }) => previousId));
  return venue.executions
    .filter(({ id, quantity }) => !gone.has(id) && signOfQuantity(quantity) > 0)
    .map(fillActivity);
}
