const WINDOW_MS = 60_000;

/** What is left of a budget, as response headers tell it. */
export interface Budget {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch seconds at which the budget is full again, by the clock that counts. */
  readonly resetAt: number;
  readonly isExceeded: boolean;
}

/** So many requests in each minute of the clock that is given. */
export class RateLimit {
  readonly #limit: number;
  #window = -1;
  #used = 0;

  /** `limit` requests a minute. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes one request at `now`. A request beyond the limit takes nothing. */
  take(now: number): Budget {
    const window = Math.floor(now / WINDOW_MS);
    if (window !== this.#window) {
      this.#window = window;
      this.#used = 0;
    }
    const isExceeded = this.#used >= this.#limit;
    if (!isExceeded) this.#used += 1;
    return {
      limit: this.#limit,
      remaining: this.#limit - this.#used,
      resetAt: ((window + 1) * WINDOW_MS) / 1_000,
      isExceeded,
    };
  }
}
