import { expect, test } from "vitest";
import { isoDate } from "../market/civil-date.ts";
import { canaryStep, firstMarketDay } from "./canary.ts";

const at = (text: string) => Date.parse(text);

test.each([
  ["before the open", "2026-11-23T13:00:00Z", "2026-11-23"],
  ["in the session", "2026-11-23T20:59:59Z", "2026-11-23"],
  ["at the close", "2026-11-23T21:00:00Z", "2026-11-24"],
  ["in the evening, while the date elsewhere is another", "2026-11-24T01:00:00Z", "2026-11-24"],
  ["on a Saturday", "2026-11-21T17:00:00Z", "2026-11-23"],
  ["on a holiday", "2026-11-26T17:00:00Z", "2026-11-27"],
  ["after an early close", "2026-11-27T18:30:00Z", "2026-11-30"],
])("a launch that begins %s counts from the day of its first session", (_when, time, day) => {
  expect(firstMarketDay(at(time))).toBe(day);
});

test("a launch of the week-end trades at the first step on its first market day, and before it", () => {
  const launchedOn = firstMarketDay(at("2026-11-21T17:00:00Z"));
  const share = (day: string) => canaryStep(launchedOn, isoDate(day)).capBps;
  expect(["2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24"].map(share)).toEqual([
    1_000, 1_000, 1_000, 2_000,
  ]);
});
