/**
 * Tells when the decision loop has been silent for too long. Pure: times are monotonic milliseconds and passed in.
 * It trips once for each silence, and again only after another sign of life. A pause of the watchdog itself (the
 * machine slept, the process was stopped) is no silence of the engine: it starts the wait anew.
 */
export class SilenceWatch {
  readonly #timeoutMs: number;
  #signAt: number;
  #checkedAt: number;
  #tripped = false;

  /** Waiting starts at once: an engine is expected to run whenever a watchdog does. */
  constructor(timeoutMs: number, now: number) {
    this.#timeoutMs = timeoutMs;
    this.#signAt = now;
    this.#checkedAt = now;
  }

  /** The decision loop completed a cycle. */
  sign(now: number): void {
    this.#signAt = now;
    this.#tripped = false;
  }

  /** Returns true when the silence has just become too long. To be called several times a second. */
  check(now: number): boolean {
    const paused = now - this.#checkedAt > OWN_PAUSE_MS;
    this.#checkedAt = now;
    if (paused) this.#signAt = Math.max(this.#signAt, now);
    if (this.#tripped || now - this.#signAt <= this.#timeoutMs) return false;
    this.#tripped = true;
    return true;
  }

  /** How long the decision loop has been silent. */
  silentMs(now: number): number {
    return now - this.#signAt;
  }
}

/** Checks are made several times a second; a gap of this length means that this process did not run. */
const OWN_PAUSE_MS = 3_000;
