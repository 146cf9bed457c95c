import type { VenueAnswer } from "@interlock/alpaca/rest/venue-answer";
import type { VenueLook } from "@interlock/core/kill/kill-plan";
import { sessionAt } from "@interlock/core/market/calendar";
import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import type { KillVenue } from "./kill-venue.ts";

/** The venue's time is asked for again after this long; questions about the clock have the least of the budget. */
const CLOCK_AGE_MS_MAX = 2_000;

/** Looks at the venue for one kill. */
export class VenueEye {
  readonly #venue: KillVenue;
  /** The venue's time as last heard, and when that was by the monotonic clock. */
  #clock: { readonly venueAt: UnixMs; readonly heardAt: number } | null = null;

  constructor(venue: KillVenue) {
    this.#venue = venue;
  }

  /**
   * Asks what is open and what is held; and, `withSession`, what time it is, which only closings need. Positions are
   * asked for after the orders: a fill between the two answers then shows as a position, never as neither.
   */
  async look(withSession: boolean): Promise<Result<VenueLook>> {
    const [orders, time] = await Promise.all([
      this.#venue.openOrders("kill"),
      withSession ? this.#venueTime() : ok(0),
    ]);
    const positions = await this.#venue.positions("kill");
    if (!orders.ok) return fail(sentence(orders));
    if (!positions.ok) return fail(sentence(positions));
    if (!time.ok) return time;
    return ok({
      openOrders: orders.value,
      positions: positions.value,
      session: withSession ? sessionAt(time.value) : "closed",
      venueAt: time.value,
    });
  }

  async #venueTime(): Promise<Result<UnixMs>> {
    const known = this.#clock;
    const now = performance.now();
    if (known !== null && now - known.heardAt < CLOCK_AGE_MS_MAX) return ok(known.venueAt);
    const answer = await this.#venue.clock();
    if (answer.ok) {
      this.#clock = { venueAt: answer.value.venueAt, heardAt: now };
      return ok(answer.value.venueAt);
    }
    // Good enough to tell the session by, while the venue answers what matters more.
    return known === null ? fail(sentence(answer)) : ok(known.venueAt + (now - known.heardAt));
  }
}

function sentence(answer: VenueAnswer<unknown>): string {
  return answer.ok ? "" : answer.failure.message;
}
