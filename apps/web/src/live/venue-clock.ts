/**
 * The venue's clock as the console shows it. In a replay it is another day and may run faster; the rate is measured
 * from what arrives, because trading time belongs to the venue and no one else states it.
 */

const REPLAY_OFFSET_MS = 120_000;
const REMEASURE_MS = 2_000;
const REAL_TIME_TOLERANCE = 0.2;

/** The venue's time as one message told it. */
export interface VenueTime {
  readonly venueTime: number;
  /** Monotonic clock of this browser. */
  readonly receivedAt: number;
  /** Wall clock of the engine's host when it was sent; null where the message does not say. */
  readonly serverTime: number | null;
}

/** The venue's time at an instant of this browser's monotonic clock, and how fast it runs. */
export interface VenueClock extends VenueTime {
  /** Venue seconds per second; null until it could be measured. */
  readonly rate: number | null;
  readonly anchor: { readonly venueTime: number; readonly serverTime: number } | null;
}

/**
 * Returns the clock after the venue's time was received. The rate is measured anew every two seconds between the
 * engine's own times, so that a message that was long under way does not look like haste.
 */
export function observeVenueTime(clock: VenueClock | null, told: VenueTime): VenueClock {
  const { venueTime, serverTime } = told;
  const anchor = clock?.anchor ?? null;
  if (serverTime === null) return { ...told, rate: clock?.rate ?? null, anchor };
  const here = { venueTime, serverTime };
  if (clock === null || anchor === null)
    return { ...told, rate: clock?.rate ?? null, anchor: here };
  const elapsed = serverTime - anchor.serverTime;
  if (elapsed < REMEASURE_MS) return { ...told, rate: clock.rate, anchor };
  return { ...told, rate: (venueTime - anchor.venueTime) / elapsed, anchor: here };
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

/** Tells whether the venue's clock shows another time than the engine's host: a recorded or a generated day. */
export function isReplayed(clock: VenueClock, serverTime: number): boolean {
  return Math.abs(clock.venueTime - serverTime) > REPLAY_OFFSET_MS;
}

/** Says in words how the venue's clock differs from the wall clock; empty when it does not. */
export function clockNote(clock: VenueClock, serverTime: number): string {
  const replayed = isReplayed(clock, serverTime);
  if (clock.rate === 0) return replayed ? "replay paused" : "stopped";
  const speed = runsInRealTime(clock) || clock.rate === null ? "" : ` ×${speedText(clock.rate)}`;
  if (replayed) return `replay${speed}`;
  return speed.trim();
}

function speedText(rate: number): string {
  const whole = Math.round(rate);
  // A steady speed is measured a little off from one look to the next.
  const steady = Math.abs(rate - whole) < 0.05 * whole;
  return rate >= 10 || steady ? String(whole) : rate.toFixed(1);
}
