import { describe, expect, test } from "vitest";
import { MORNING } from "../../test/builders.ts";
import { nextClose, nextOpen } from "../market/calendar.ts";
import { shares } from "../number/quantity.ts";
import { describeNextSession, waitsForOpen } from "./next-session.ts";
import type { StopCover } from "./stop-cover.ts";

const HOUR_MS = 3_600_000;
const GAP =
  "A gap while the market is closed is bounded by no stop: it fills at the first price after it.";

/** 100 shares, all of them covered by a stop at the broker that lasts a day, and by no other. */
function covered(change: Partial<StopCover> = {}): StopCover {
  return {
    held: shares(100),
    byVenue: shares(100),
    byBoth: shares(0),
    byEngine: shares(0),
    uncovered: shares(0),
    unguarded: shares(0),
    byVenueNext: shares(0),
    expiresAt: nextClose(MORNING),
    why: "",
    whyUnguarded: "",
    doubt: "",
    ...change,
  };
}

const says = (change: Partial<StopCover> = {}, now = MORNING) =>
  describeNextSession(covered(change), now).replace(` ${GAP}`, "");

describe("what the next session leaves of a cover", () => {
  test("is nothing of a day order: it covers until the close", () => {
    expect(says()).toBe(
      "Covered until 16:00 ET, then 100 uncovered. No stop at the broker stays for the open at 09:30 ET on 2013-10-09.",
    );
  });

  test("is all of one that is good till canceled, which waits for the open", () => {
    expect(says({ byVenueNext: shares(100), expiresAt: null })).toBe(
      "Covered until 16:00 ET, then 100 uncovered until 09:30 ET on 2013-10-09, then covered. At the open of 09:30 ET on 2013-10-09 stops at the broker cover 100.",
    );
  });

  test("is the engine's own while it may send, outside the regular session too", () => {
    expect(says({ byVenue: shares(60), byBoth: shares(60), byEngine: shares(40) })).toBe(
      "Covered until 20:00 ET, then 100 uncovered until 04:00 ET on 2013-10-09, then covered. No stop at the broker stays for the open at 09:30 ET on 2013-10-09.",
    );
  });

  test("names the part that is covered at the open, over a weekend", () => {
    const friday = MORNING + 3 * 24 * HOUR_MS;
    const part = { uncovered: shares(40), byVenue: shares(60), byVenueNext: shares(60) };
    expect(says(part, friday)).toBe(
      "40 of 100 uncovered until 16:00 ET, then 100 uncovered until 09:30 ET on 2013-10-14, then 40 of 100 uncovered. At the open of 09:30 ET on 2013-10-14 stops at the broker cover 60 of 100.",
    );
  });

  test("begins with now in the evening, at night and before the open", () => {
    const lasting = { byVenueNext: shares(100) };
    const evening = nextClose(MORNING) + HOUR_MS;
    const expected =
      "100 uncovered until 09:30 ET on 2013-10-09, then covered. At the open of 09:30 ET on 2013-10-09 stops at the broker cover 100.";
    expect(says(lasting, evening)).toBe(expected);
    expect(says(lasting, evening + 5 * HOUR_MS)).toBe(expected);
    const early = MORNING - 2 * HOUR_MS;
    expect(says({ ...lasting, byBoth: shares(100) }, early)).toBe(
      "Covered. At the open of 09:30 ET stops at the broker cover 100.",
    );
  });

  test("is said as last known where the venue's word may be old, and not at all where nothing is held", () => {
    expect(says({ doubt: "the order stream is down" })).toMatch(/^As last known: covered until/);
    expect(says({ held: shares(0) })).toBe("");
    expect(describeNextSession(covered(), MORNING)).toContain(GAP);
  });

  test("waits for the open while the regular session is not on", () => {
    const night = nextClose(MORNING) + 5 * HOUR_MS;
    expect(waitsForOpen(MORNING)).toBeNull();
    expect(waitsForOpen(night)).toBe(nextOpen(night));
  });
});
