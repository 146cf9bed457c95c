import { expect, test } from "vitest";
import { nextSessionStart } from "./next-session.ts";

/** Instants in New York's winter: UTC is five hours ahead. */
const at = (text: string) => Date.parse(`${text}-05:00`);

test.each([
  ["2026-11-23T12:00", ["regular"], "2026-11-23T12:00", "while the session lasts it is now"],
  ["2026-11-23T08:00", ["regular"], "2026-11-23T09:30", "before the open it is today's open"],
  ["2026-11-23T16:00", ["regular"], "2026-11-24T09:30", "after the close it is the next day's"],
  ["2026-11-25T17:00", ["regular"], "2026-11-27T09:30", "a holiday is passed over"],
  ["2026-11-27T13:30", ["post"], "2026-11-27T13:30", "an early close begins the post-market"],
  ["2026-11-27T12:00", ["post"], "2026-11-27T13:00", "an early close is the early close"],
  ["2026-11-28T12:00", ["overnight"], "2026-11-29T20:00", "Monday's night begins on Sunday"],
  ["2026-11-28T12:00", ["pre", "regular"], "2026-11-30T04:00", "the first of several counts"],
] as const)("from %s the sessions %j begin at %s: %s", (from, sessions, start, _why) => {
  expect(nextSessionStart(at(from), sessions)).toBe(at(start));
});

test("a session that never begins has no start", () => {
  expect(nextSessionStart(at("2026-11-28T12:00"), [])).toBeNull();
});
