import type { UnixMs } from "@interlock/core/time";
import type { VenueClock } from "../../engine.ts";
import type { InputBody } from "../../input.ts";

/** Time on the venue's clock, and how it is learned. */
export interface VenueTime extends VenueClock {
  /** The venue's time now, as well as it is known. */
  now(): UnixMs;
  /**
   * Takes the venue's own word for its time, from an answer that took `roundTripMs`. Returns false when the word is too
   * far from what was known to be believed at once.
   */
  learn(venueAt: UnixMs, roundTripMs?: number): boolean;
}

/** Further apart than this, the venue's clock and ours are not one time. */
export const CLOCKS_APART_MS_MAX = 5_000;
/** Two answers that say the same within this confirm each other. */
const CONFIRMED_WITHIN_MS = 1_000;

/**
 * Time in a simulation: what the venue last said, in an event or when asked. It stands still while the venue's tape
 * does, and runs as fast as the tape.
 */
export class ReplayedTime implements VenueTime {
  #now: UnixMs = 0;

  now(): UnixMs {
    return this.#now;
  }

  learn(venueAt: UnixMs): boolean {
    this.#now = Math.max(this.#now, venueAt);
    return true;
  }

  timeOf(body: InputBody): UnixMs {
    const at = eventTime(body);
    if (at !== null) this.learn(at);
    return this.#now;
  }
}

/**
 * Time at a real venue: this host's clock, corrected by the venue's answers. Between two answers only the monotonic
 * clock counts, so that a step of the host's clock moves nothing. Times inside events are data and move nothing either.
 * The first answer is believed as it is; a later one that is seconds away only when the next says the same, as after a
 * sleep of this host.
 */
export class SynchronizedTime implements VenueTime {
  readonly #monotonicMs: () => number;
  #venueAt: number;
  #learnedAt: number;
  #learned = false;
  /** How far off the last answer was that was not believed. */
  #doubted: number | null = null;

  constructor(clocks: { readonly wallMs: () => number; readonly monotonicMs: () => number }) {
    this.#monotonicMs = clocks.monotonicMs;
    this.#venueAt = clocks.wallMs();
    this.#learnedAt = clocks.monotonicMs();
  }

  now(): UnixMs {
    return Math.floor(this.#venueAt + this.#monotonicMs() - this.#learnedAt);
  }

  learn(venueAt: UnixMs, roundTripMs = 0): boolean {
    const told = venueAt + roundTripMs / 2;
    const off = told - this.now();
    const near = Math.abs(off) <= CLOCKS_APART_MS_MAX;
    const confirmed =
      this.#doubted !== null && Math.abs(off - this.#doubted) <= CONFIRMED_WITHIN_MS;
    if (this.#learned && !near && !confirmed) {
      this.#doubted = off;
      return false;
    }
    this.#learned = true;
    this.#doubted = null;
    this.#venueAt = told;
    this.#learnedAt = this.#monotonicMs();
    return true;
  }

  timeOf(): UnixMs {
    return this.now();
  }
}

function eventTime(body: InputBody): UnixMs | null {
  switch (body.kind) {
    case "quote":
      return body.quote.venueAt;
    case "trade":
      return body.trade.venueAt;
    case "execution_report":
      return body.report.venueAt;
    case "venue_snapshot":
      return body.snapshot.venueAt;
    default:
      return null;
  }
}
