import { describe, expect, it } from "vitest";
import { aBar, IBM, MORNING, SPY } from "../../../test/builders.ts";
import type { Bar } from "../../market/bar.ts";
import { DAY_MS, MINUTE_MS } from "../../time.ts";
import { averageVolume } from "./average-volume.ts";

/** A daily bar of so many days before this morning, at midnight in New York. */
const daysAgo = (days: number, volume: number, change: Partial<Bar> = {}) =>
  aBar("100", { startAt: MORNING - 600 * MINUTE_MS - days * DAY_MS, volume, ...change });

const past = (days: number, volume: (day: number) => number) =>
  Array.from({ length: days }, (_, n) => daysAgo(n + 1, volume(n + 1)));

const of = (bars: readonly Bar[]) => averageVolume(SPY, bars, MORNING);

describe("the average daily volume", () => {
  it("is that of the last twenty finished sessions, in whole shares, in whatever order they come", () => {
    const bars = past(30, (day) => (day <= 20 ? 100 + day : 1_000_000));
    const wanted = { symbol: SPY, shares: 110, sessions: 20, lastSession: "2013-10-07" };
    expect(of(bars)).toEqual(wanted);
    expect(of(bars.toReversed())).toEqual(wanted);
  });

  it("leaves out the session of today, which still grows, and other symbols", () => {
    const others = past(20, () => 9).map((bar) => ({ ...bar, symbol: IBM }));
    expect(of([...past(20, () => 100), daysAgo(0, 1), ...others])?.shares).toBe(100);
  });

  it("counts a session once that is listed twice", () => {
    expect(of([...past(5, () => 100), ...past(5, () => 100)])).toMatchObject({ sessions: 5 });
  });

  it("is not known of four sessions, nor where nothing traded", () => {
    expect(of(past(5, () => 1))).toMatchObject({ sessions: 5, shares: 1 });
    expect(of(past(4, () => 100))).toBeNull();
    expect(of(past(20, (day) => (day === 1 ? 19 : 0)))).toBeNull();
  });

  it("is not known where the last session is more than a week ago", () => {
    expect(of(past(26, () => 100).slice(6))).toMatchObject({ lastSession: "2013-10-01" });
    expect(of(past(27, () => 100).slice(7))).toBeNull();
  });
});
