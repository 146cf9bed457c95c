import { expect, test } from "vitest";
import { isoDate } from "../market/civil-date.ts";
import {
  comparedDays,
  emptyTrack,
  noteTrackCost,
  trackingError,
  type TrackRecord,
} from "./track-record.ts";

/** Days of November 2026, each with how often the books agreed and differed. */
function track(...days: readonly (readonly [agreed: number, breaks: number])[]): TrackRecord {
  const made = emptyTrack({ build: "b", strategies: "s", environment: "paper", feed: "iex" });
  days.forEach(([agreed, breaks], place) => {
    const date = isoDate(`2026-11-${String(place + 2).padStart(2, "0")}`);
    made.days.push({ date, fills: 0, agreed, breaks, trips: 0 });
  });
  return made;
}

const breaksOf = (of: TrackRecord) =>
  comparedDays(of, 2).reduce((sum, { breaks }) => sum + breaks, 0);

test("a day whose books only differed is judged, and counts as none that agreed", () => {
  expect(breaksOf(track([1, 0], [1, 0], [0, 3]))).toBe(3);
  expect(breaksOf(track([1, 0], [0, 3], [1, 0]))).toBe(3);
  expect(comparedDays(track([0, 3]), 2)).toHaveLength(1);
});

test("a break is behind once enough days have agreed since, and idle days say nothing", () => {
  const since = comparedDays(track([1, 4], [0, 3], [1, 0], [0, 0], [1, 0]), 2);
  expect(since.map(({ agreed, breaks }) => [agreed, breaks])).toEqual([
    [1, 0],
    [1, 0],
  ]);
});

test("the tracking error weighs each day that traded by what it traded, whichever way it went", () => {
  const of = track([1, 0], [1, 0], [1, 0]);
  expect(trackingError(of, 20)).toBeNull();
  // Half of the last day's dollars cost 6 bps more than the model, half as much less: it comes to nothing.
  noteTrackCost(of, 1_000, 6);
  noteTrackCost(of, 1_000, -6);
  expect(trackingError(of, 20)).toEqual({ days: 1, bps: 0 });
  const [first, second] = of.days;
  Object.assign(first ?? {}, { traded: 10_000, excess: 3 });
  Object.assign(second ?? {}, { traded: 10_000, excess: -4 });
  expect(trackingError(of, 20)).toEqual({ days: 3, bps: Math.sqrt((9 + 16 + 0) / 3) });
  expect(trackingError(of, 1)).toEqual({ days: 1, bps: 0 });
});
