const WINDOW_MS = 60_000;
const PAIRS_MAX = 20_000;

interface Attempts {
  count: number;
  readonly since: number;
}

/** How often something may be tried in a minute, and the clock that says when a minute is over. */
export interface ThrottleOptions {
  readonly max: number;
  /** Milliseconds that never go back. */
  readonly now: () => number;
}

/**
 * Counts attempts by a name, e.g. an address together with an account, so that guessing from one place keeps nobody out
 * who signs in from another. Only signing in goes through it: the kill switch never does.
 */
export class Throttle {
  readonly #attempts = new Map<string, Attempts>();
  readonly #options: ThrottleOptions;

  constructor(options: ThrottleOptions) {
    this.#options = options;
  }

  /** Counts an attempt. "first_refused" tells the one refusal of a minute that is worth a record. */
  take(name: string): "allowed" | "first_refused" | "refused" {
    const now = this.#options.now();
    const known = this.#attempts.get(name);
    const attempts = known !== undefined && now - known.since < WINDOW_MS ? known : null;
    if (attempts === null) {
      this.#begin(name, now);
      return "allowed";
    }
    attempts.count += 1;
    if (attempts.count <= this.#options.max) return "allowed";
    return attempts.count === this.#options.max + 1 ? "first_refused" : "refused";
  }

  /** Forgets the attempts of a name: they ended well. */
  forget(name: string): void {
    this.#attempts.delete(name);
  }

  #begin(name: string, since: number): void {
    this.#attempts.delete(name);
    this.#attempts.set(name, { count: 1, since });
    const [oldest] = this.#attempts.keys();
    if (this.#attempts.size > PAIRS_MAX && oldest !== undefined) this.#attempts.delete(oldest);
  }
}
