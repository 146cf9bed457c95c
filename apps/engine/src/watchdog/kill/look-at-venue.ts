import type { VenueAnswer } from "@interlock/alpaca/rest/venue-answer";
import { sessionAt } from "@interlock/core/market/calendar";
import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import type { VenueLook } from "./kill-plan.ts";
import type { KillVenue } from "./kill-venue.ts";

/** One look at the venue, with its own time. */
export interface TimedLook extends VenueLook {
  readonly venueAt: UnixMs;
}

function sentence(answers: readonly VenueAnswer<unknown>[]): string {
  for (const answer of answers) if (!answer.ok) return answer.failure.message;
  return "";
}

/**
 * Asks the venue what is open, what is held and what time it is. Positions are asked for after the orders: a fill
 * between the two answers then shows as a position, never as neither.
 */
export async function lookAtVenue(venue: KillVenue): Promise<Result<TimedLook>> {
  const [orders, clock] = await Promise.all([venue.openOrders("kill"), venue.clock()]);
  const positions = await venue.positions("kill");
  if (!orders.ok || !positions.ok || !clock.ok) return fail(sentence([orders, positions, clock]));
  const { venueAt } = clock.value;
  return ok({
    openOrders: orders.value,
    positions: positions.value,
    session: sessionAt(venueAt),
    venueAt,
  });
}
