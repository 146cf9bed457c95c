import { describe, expect, test } from "vitest";
import { clockNote, observeVenueTime, type VenueClock, venueTimeAt } from "./venue-clock.ts";

/** Returns the clock after a message each second, at `rate` venue seconds per second. */
function clockAt(rate: number, seconds: number, startAt = 0): VenueClock {
  const told = (second: number) => ({
    venueTime: startAt + second * 1_000 * rate,
    receivedAt: second * 1_000,
    serverTime: second * 1_000,
  });
  let clock = observeVenueTime(null, told(0));
  for (let second = 1; second <= seconds; second++) clock = observeVenueTime(clock, told(second));
  return clock;
}

describe("the venue's clock", () => {
  test("goes on between frames while it runs in real time", () => {
    expect(venueTimeAt(clockAt(1, 4), 4_750)).toBe(4_750);
  });

  test("stands between frames when it is accelerated", () => {
    expect(venueTimeAt(clockAt(60, 4), 4_750)).toBe(240_000);
  });

  test("says nothing when it is the wall clock", () => {
    expect(clockNote(clockAt(1, 4), 4_000)).toBe("");
  });

  test("names a replay, and how fast it runs", () => {
    const lastYear = -31_536_000_000;
    expect(clockNote(clockAt(1, 4, lastYear), 4_000)).toBe("replay");
    expect(clockNote(clockAt(60, 4, lastYear), 4_000)).toBe("replay ×60");
    expect(clockNote(clockAt(2.5, 4), 4_000)).toBe("×2.5");
  });

  test("says that it stands when it does not move", () => {
    expect(clockNote(clockAt(0, 4, -31_536_000_000), 4_000)).toBe("replay paused");
  });

  test("is not made faster or slower by messages that are long under way", () => {
    const late = { venueTime: 8_000, serverTime: 8_000, receivedAt: 11_500 };
    expect(observeVenueTime(clockAt(1, 4), late).rate).toBe(1);
  });

  test("is not measured by a poll, which does not say when it was sent", () => {
    const polled = { venueTime: 400_000, serverTime: null, receivedAt: 9_000 };
    expect(observeVenueTime(clockAt(1, 4), polled)).toMatchObject({ venueTime: 400_000, rate: 1 });
  });
});
