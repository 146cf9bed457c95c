"use client";
import { useTicking } from "../../live/use-live.ts";
import { venueTimeAt } from "../../live/venue-clock.ts";

/** Returns the venue's time in whole seconds of Unix milliseconds; null before it is known. */
export function useVenueTime(): number | null {
  return useTicking((state, now) =>
    state.venueClock === null
      ? null
      : Math.floor(venueTimeAt(state.venueClock, now) / 1_000) * 1_000,
  );
}
