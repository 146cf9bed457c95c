import type { VenueAnswer } from "@interlock/alpaca/rest/venue-answer";
import type { VenueLook } from "@interlock/core/kill/kill-plan";
import { sessionAt } from "@interlock/core/market/calendar";
import type { OrderList } from "@interlock/core/order/execution-report";
import { fail, ok, type Result } from "@interlock/core/result";
import type { UnixMs } from "@interlock/core/time";
import type { KillVenue } from "../kill-venue.ts";

/** The venue's time is asked for again after this long: it only tells the session by. */
const CLOCK_AGE_MS_MAX = 2_000;

/** Looks at the venue for one kill. */
export class VenueEye {
  readonly #venue: KillVenue;
  /** The venue's time as last heard, and when that was by the monotonic clock. */
  #clock: { readonly venueAt: UnixMs; readonly heardAt: number } | null = null;

  constructor(venue: KillVenue) {
    this.#venue = venue;
  }

  /** Asks what is open. This alone is enough to cancel. */
  async orders(): Promise<Result<OrderList>> {
    const orders = await this.#venue.openOrders("kill");
    return orders.ok ? ok(orders.value) : fail(sentence(orders));
  }

  /**
   * Completes a look that began with the list of orders: what is held; and, `withSession`, what time it is, which only
   * closings need. Positions are asked for after the orders: a fill between the two answers then shows as a position,
   * never as neither.
   */
  async holdings(list: OrderList, withSession: boolean): Promise<Result<VenueLook>> {
    const [positions, time] = await Promise.all([
      this.#venue.positions("kill"),
      withSession ? this.#venueTime() : ok(0),
    ]);
    if (!positions.ok) return fail(sentence(positions));
    if (!time.ok) return time;
    return ok({
      openOrders: list.orders,
      unreadable: list.unreadable,
      positions: positions.value.positions,
      unreadPositions: positions.value.unreadable,
      session: withSession ? sessionAt(time.value) : "closed",
      venueAt: time.value,
    });
  }

  async #venueTime(): Promise<Result<UnixMs>> {
    const known = this.#clock;
    const now = performance.now();
    if (known !== null && now - known.heardAt < CLOCK_AGE_MS_MAX) return ok(known.venueAt);
    const answer = await this.#venue.clock("kill");
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
