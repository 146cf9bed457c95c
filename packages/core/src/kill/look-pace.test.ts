import { describe, expect, test } from "vitest";
import { firstPace, LOOK_TEMPO, nextPace } from "./look-pace.ts";

const MINUTE_MS = 60_000;

/** Looks in one minute, the one at its start included. */
function looksInAMinute(changes: boolean, sinceMs = 0): number {
  let pace = firstPace(LOOK_TEMPO);
  let looks = 0;
  for (let at = 0; at < sinceMs + MINUTE_MS; at += pace.delayMs) {
    if (at >= sinceMs) looks += 1;
    pace = nextPace(pace, changes, LOOK_TEMPO);
  }
  return looks;
}

describe("the pace of a kill", () => {
  test("is two looks a second in the first seconds", () => {
    let pace = firstPace(LOOK_TEMPO);
    for (let looks = 0; looks < 5; looks += 1) {
      expect(pace.delayMs).toBe(500);
      pace = nextPace(pace, false, LOOK_TEMPO);
    }
  });

  test("is that often six times, the first included, and then by what the looks show", () => {
    const last = { looks: LOOK_TEMPO.fastLooks - 1, delayMs: 500 };
    expect(nextPace(last, true, LOOK_TEMPO)).toEqual({ looks: 6, delayMs: 2_000 });
  });

  test("slows down to one look in ten seconds while nothing changes", () => {
    expect(looksInAMinute(false, 60 * MINUTE_MS)).toBe(6);
  });

  test("leaves the venue room for cancels, with engine and watchdog looking at once all the time", () => {
    const engineRequests = 2;
    const watchdogRequests = 3;
    expect(looksInAMinute(true) * (engineRequests + watchdogRequests)).toBeLessThan(180);
  });

  test("quickens again when something changes", () => {
    const slow = { looks: 40, delayMs: 10_000 };
    expect(nextPace(slow, true, LOOK_TEMPO).delayMs).toBe(2_000);
  });
});
