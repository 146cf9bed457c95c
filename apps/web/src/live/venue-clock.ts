/**
 * The venue's clock as the console shows it. In a replay it is another day and may run faster; the rate is measured
 * from what arrives, because trading time belongs to the venue and no one else states it.
 */

const REPLAY_OFFSET_MS = 120_000;
const REMEASURE_MS = 2_000;
const REAL_TIME_TOLERANCE = 0.2;

/** The venue's time at an instant of this browser's monotonic clock, and how fast it runs. */
export interface VenueClock {
  readonly venueTime: number;
  readonly receivedAt: number;
  /** Venue seconds per second; null until it could be measured. */
  readonly rate: number | null;
  readonly anchor: { readonly venueTime: number; readonly receivedAt: number };
}

/** Returns the clock after the venue's time was received; the rate is measured anew every two seconds. */
export function observeVenueTime(
  clock: VenueClock | null,
  venueTime: number,
  receivedAt: number,
): VenueClock {
  const here = { venueTime, receivedAt };
  if (clock === null) return { ...here, rate: null, anchor: here };
  const elapsed = receivedAt - clock.anchor.receivedAt;
  if (elapsed < REMEASURE_MS) return { ...here, rate: clock.rate, anchor: clock.anchor };
  return { ...here, rate: (venueTime - clock.anchor.venueTime) / elapsed, anchor: here };
}

/** Tells whether the clock runs as real time does, so that seconds between two frames may be counted on. */
function runsInRealTime(clock: VenueClock): boolean {
  return clock.rate === null || Math.abs(clock.rate - 1) <= REAL_TIME_TOLERANCE;
}

/** Returns the venue's time now: carried on by the browser's clock in real time, otherwise as last received. */
export function venueTimeAt(clock: VenueClock, now: number): number {
  return runsInRealTime(clock)
    ? clock.venueTime + Math.max(0, now - clock.receivedAt)
    : clock.venueTime;
}

/** Says in words how the venue's clock differs from the wall clock; empty when it does not. */
export function clockNote(clock: VenueClock, serverTime: number): string {
  const replayed = Math.abs(clock.venueTime - serverTime) > REPLAY_OFFSET_MS;
  if (clock.rate === 0) return replayed ? "replay paused" : "stopped";
  const speed = runsInRealTime(clock) || clock.rate === null ? "" : ` ×${speedText(clock.rate)}`;
  if (replayed) return `replay${speed}`;
  return speed.trim();
}

function speedText(rate: number): string {
  return rate >= 10 ? String(Math.round(rate)) : rate.toFixed(1);
}
