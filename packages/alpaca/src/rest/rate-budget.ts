import { MINUTE_MS, SECOND_MS, type UnixMs } from "@interlock/core/time";

/**
 * Requests of one account in one minute, by our own count and by what the venue says of it.
 * A sliding window: never more than the limit in any 60 seconds, so a window counted from another start holds too.
 * Time is the venue's and is passed in: a replay of an hour in a second has an hour's budget.
 * Kill is never refused here; each lesser priority stops earlier, so that the next one always finds room.
 */

/** What a request is for, most urgent first. */
export type RequestPriority = "kill" | "cancel" | "order" | "query";

/** Whether a request may leave now. `retryAt` is in the venue's time. */
export type BudgetDecision =
  | { readonly granted: true }
  | { readonly granted: false; readonly retryAt: UnixMs };

/** Rate headers of an answer; null where the venue left one out. */
export interface RateHeaders {
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly resetAt: UnixMs | null;
}

/** Share of the minute's requests that each priority may fill. */
const SHARES: Readonly<Record<RequestPriority, number>> = {
  kill: 1,
  cancel: 0.95,
  order: 0.8,
  query: 0.6,
};

/** A 429 without a time holds back for this long. */
const DEFAULT_HOLD_MS = SECOND_MS;
/** A cancel is tried again this soon after a 429, whatever the venue asks: it lowers risk. */
const CANCEL_HOLD_MS_MAX = SECOND_MS;

/** Counts the requests of one account against its limit per minute. */
export class RateBudget {
  readonly #times: Float64Array;
  #oldest = 0;
  #count = 0;
  #now = 0;
  #heldUntil = 0;
  #cancelHeldUntil = 0;
  /** Requests that the venue counted and we did not make, e.g. the watchdog's, until their window ends. */
  #foreign = 0;
  #foreignUntil = 0;

  /** `perMinute` is the account's limit: 200 for trading. */
  constructor(perMinute = 200) {
    this.#times = new Float64Array(perMinute);
  }

  /** Requests counted in the last minute, ours and others'. */
  used(now: UnixMs): number {
    this.#advance(now);
    return this.#count + this.#foreign;
  }

  /** Takes a request out of the budget, or says when to ask again. */
  take(priority: RequestPriority, now: UnixMs): BudgetDecision {
    this.#advance(now);
    if (priority !== "kill") {
      const heldUntil = priority === "cancel" ? this.#cancelHeldUntil : this.#heldUntil;
      if (this.#now < heldUntil) return { granted: false, retryAt: heldUntil };
      const allowed = Math.floor(this.#times.length * SHARES[priority]);
      const excess = this.#count + this.#foreign - allowed;
      if (excess >= 0) return { granted: false, retryAt: this.#freeAt(excess) };
    }
    this.#record();
    return { granted: true };
  }

  /** Learns from the rate headers of any answer that others use the same account's budget. */
  observe(headers: RateHeaders, now: UnixMs): void {
    this.#advance(now);
    const { limit, remaining, resetAt } = headers;
    if (limit === null || remaining === null || remaining < 0 || limit < remaining) return;
    const until = Math.min(resetAt ?? this.#now + MINUTE_MS, this.#now + MINUTE_MS);
    if (until <= this.#now) return;
    this.#foreign = Math.max(0, limit - remaining - this.#count);
    this.#foreignUntil = until;
  }

  /** Learns from a 429. `retryAt` is the venue's advice, null where it gave none. */
  refused(retryAt: UnixMs | null, now: UnixMs): void {
    this.#advance(now);
    const advised = retryAt ?? this.#now + DEFAULT_HOLD_MS;
    const until = Math.min(Math.max(advised, this.#now + 1), this.#now + MINUTE_MS);
    this.#heldUntil = Math.max(this.#heldUntil, until);
    this.#cancelHeldUntil = Math.min(this.#heldUntil, this.#now + CANCEL_HOLD_MS_MAX);
  }

  #advance(now: UnixMs): void {
    this.#now = Math.max(this.#now, now);
    if (this.#now >= this.#foreignUntil) this.#foreign = 0;
    const limit = this.#times.length;
    while (this.#count > 0 && (this.#times[this.#oldest] ?? 0) <= this.#now - MINUTE_MS) {
      this.#oldest = (this.#oldest + 1) % limit;
      this.#count -= 1;
    }
  }

  #record(): void {
    const limit = this.#times.length;
    if (this.#count === limit) {
      this.#oldest = (this.#oldest + 1) % limit;
      this.#count -= 1;
    }
    this.#times[(this.#oldest + this.#count) % limit] = this.#now;
    this.#count += 1;
  }

  /** The moment at which `excess + 1` requests have left the window, or the others' window ends. */
  #freeAt(excess: number): UnixMs {
    if (excess >= this.#count) return Math.max(this.#foreignUntil, this.#now + 1);
    const time = this.#times[(this.#oldest + excess) % this.#times.length] ?? this.#now;
    return time + MINUTE_MS;
  }
}
