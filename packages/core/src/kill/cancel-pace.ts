import { MINUTE_MS } from "../time.ts";

/**
 * How fast a kill cancels where orders must go one by one: because protective stops stay, or because it stops a part of
 * the account only. The venue takes 200 requests a minute from the whole account and refuses everything beyond; what is
 * left of them are the looks that prove the kill.
 */

/** Cancels sent one by one within a minute, at most. */
export const CANCELS_PER_MINUTE = 150;

/**
 * Cancels within a minute, at most, by one who helps another that cancels the same orders at the full pace: more would
 * take the venue's requests from it.
 */
export const HELPER_CANCELS_PER_MINUTE = 20;

/** Counts the cancels of the last minute. Times are those of one clock, in milliseconds. */
export class CancelPace {
  readonly #perMinute: number;
  #sent: number[] = [];

  constructor(perMinute = CANCELS_PER_MINUTE) {
    this.#perMinute = perMinute;
  }

  /** How many more may leave now. */
  room(now: number): number {
    this.#sent = this.#sent.filter((at) => now - at < MINUTE_MS);
    return Math.max(0, this.#perMinute - this.#sent.length);
  }

  /** Notes cancels that leave now. */
  took(count: number, now: number): void {
    for (let sent = 0; sent < count; sent += 1) this.#sent.push(now);
  }
}

/** Returns about how many minutes it takes to send so many cancels one by one; 0 when they leave at once. */
export function cancelMinutes(unsent: number): number {
  return Math.ceil(unsent / CANCELS_PER_MINUTE);
}
