import type { UnixMs } from "@interlock/core/time";
import type { VenueClock } from "../../engine.ts";
import type { InputBody } from "../../input.ts";

/** Time on the venue's clock, and how it is learned. */
export interface VenueTime extends VenueClock {
  /** The venue's time now, as well as it is known. */
  now(): UnixMs;
  /** Takes the venue's own word for its time. */
  learn(venueAt: UnixMs): void;
}

/**
 * Time in a simulation: what the venue last said, in an event or when asked. It stands still while the venue's tape
 * does, and runs as fast as the tape.
 */
export class ReplayedTime implements VenueTime {
  #now: UnixMs = 0;

  now(): UnixMs {
    return this.#now;
  }

  learn(venueAt: UnixMs): void {
    this.#now = Math.max(this.#now, venueAt);
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
 */
export class SynchronizedTime implements VenueTime {
  readonly #monotonicMs: () => number;
  #venueAt: number;
  #learnedAt: number;

  constructor(clocks: { readonly wallMs: () => number; readonly monotonicMs: () => number }) {
    this.#monotonicMs = clocks.monotonicMs;
    this.#venueAt = clocks.wallMs();
    this.#learnedAt = clocks.monotonicMs();
  }

  now(): UnixMs {
    return Math.floor(this.#venueAt + this.#monotonicMs() - this.#learnedAt);
  }

  learn(venueAt: UnixMs): void {
    this.#venueAt = venueAt;
    this.#learnedAt = this.#monotonicMs();
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
