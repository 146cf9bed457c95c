/** How often somebody may do something. */
export interface Rate {
  /** Taken at once at most. */
  readonly burst: number;
  /** Given back each second. */
  readonly perSecond: number;
}

/** Whoever has not come for this long has everything back, and is forgotten. */
const SWEEP_MS = 60_000;

interface Bucket {
  left: number;
  at: number;
}

/** Counts what each of many takes, by a bucket that fills again. It keeps those who came within the last minute. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();
  #sweptAt: number;

  /** `now` is in milliseconds and never goes back. */
  constructor(rate: Rate, now: () => number = () => performance.now()) {
    this.#rate = rate;
    this.#now = now;
    this.#sweptAt = now();
  }

  /** Takes one; returns 0 when there was one, else the milliseconds until there is. */
  take(who: string): number {
    const now = this.#now();
    this.#sweep(now);
    const bucket = this.#buckets.get(who) ?? { left: this.#rate.burst, at: now };
    const refilled = bucket.left + ((now - bucket.at) / 1_000) * this.#rate.perSecond;
    bucket.left = Math.min(this.#rate.burst, refilled);
    bucket.at = now;
    this.#buckets.set(who, bucket);
    if (bucket.left < 1) return Math.ceil(((1 - bucket.left) / this.#rate.perSecond) * 1_000);
    bucket.left -= 1;
    return 0;
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < SWEEP_MS) return;
    this.#sweptAt = now;
    const fullMs = (this.#rate.burst / this.#rate.perSecond) * 1_000;
    for (const [who, { at }] of this.#buckets) if (now - at > fullMs) this.#buckets.delete(who);
  }
}
