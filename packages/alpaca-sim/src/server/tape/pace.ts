import type { UnixMs } from "@interlock/core/time";

/** How fast the tape goes: 1 is real time, N is N times as fast, "max" as fast as its readers consume it. */
export type Speed = number | "max";

/** How far in real milliseconds the tape may fall behind before it gives up catching up. */
const MOST_LAG_MS = 250;

/**
 * Ties market time to real time. Where the tape stood still the tie is made anew: it never runs to make up for it.
 */
export class Pace {
  #speed: Speed;
  #tapeAt = 0;
  #realAt = 0;

  /** Starts with the tape at `tapeAt` now. */
  constructor(speed: Speed, tapeAt: UnixMs) {
    this.#speed = speed;
    this.tie(tapeAt);
  }

  get speed(): Speed {
    return this.#speed;
  }

  /** Whether the tape goes faster than real time: then it must wait for its readers at every step. */
  get isLockstep(): boolean {
    return this.#speed !== 1;
  }

  /** Ties `tapeAt` to now. */
  tie(tapeAt: UnixMs): void {
    this.#tapeAt = tapeAt;
    this.#realAt = performance.now();
  }

  /** Changes the speed from now on. */
  setSpeed(speed: Speed, tapeAt: UnixMs): void {
    this.#speed = speed;
    this.tie(tapeAt);
  }

  /** Returns where the tape should be now; infinity at "max". */
  tapeNow(): UnixMs {
    if (this.#speed === "max") return Number.POSITIVE_INFINITY;
    return Math.floor(this.#tapeAt + (performance.now() - this.#realAt) * this.#speed);
  }

  /** Returns the real milliseconds until market time `at` is due, at least zero. */
  delay(at: UnixMs): number {
    if (this.#speed === "max") return 0;
    const due = this.#realAt + (at - this.#tapeAt) / this.#speed;
    const wait = due - performance.now();
    if (wait < -MOST_LAG_MS) this.tie(at);
    return Math.max(wait, 0);
  }
}
