import type { Random } from "@interlock/alpaca-sim/venue/random";
import type { UnixMs } from "@interlock/core/time";

interface Planned {
  at: UnixMs;
  readonly tie: number;
  readonly run: () => void;
}

/**
 * The only clock and the only order of events of a simulation. What is planned for one instant happens in an order
 * drawn from the seed: nothing may rely on having been planned first.
 */
export class Scheduler {
  readonly #random: Random;
  /** Sorted by time and tie, the next one last. */
  readonly #planned: Planned[] = [];
  #now: UnixMs;
  #leapt = 0;

  constructor(startAt: UnixMs, random: Random) {
    this.#now = startAt;
    this.#random = random;
  }

  get now(): UnixMs {
    return this.#now;
  }

  /** Plans something after so many whole milliseconds, at least none. */
  after(ms: number, run: () => void): void {
    const planned = {
      at: this.#now + Math.max(0, Math.floor(ms)),
      tie: this.#random.word(),
      run,
    };
    let low = 0;
    let high = this.#planned.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#planned[middle];
      if (other !== undefined && isBefore(planned, other)) low = middle + 1;
      else high = middle;
    }
    this.#planned.splice(low, 0, planned);
  }

  /** Plans something again and again, until it returns false. */
  every(ms: number, run: () => boolean): void {
    this.after(ms, () => {
      if (run()) this.every(ms, run);
    });
  }

  /** Lets no time between now and then be: what is planned happens as much later. */
  leap(to: UnixMs): void {
    const ms = Math.max(0, to - this.#now);
    this.#now += ms;
    for (const planned of this.#planned) planned.at += ms;
    this.#leapt += ms;
  }

  /** Milliseconds that no time was let be. */
  get leapt(): number {
    return this.#leapt;
  }

  /** Does what is next, and tells whether it was due by `until`. */
  step(until: UnixMs): boolean {
    const next = this.#planned.at(-1);
    if (next === undefined || next.at > until) {
      this.#now = Math.max(this.#now, until);
      return false;
    }
    this.#planned.pop();
    this.#now = next.at;
    next.run();
    return true;
  }
}

function isBefore(one: Planned, other: Planned): boolean {
  return one.at === other.at ? one.tie < other.tie : one.at < other.at;
}
