import { expect, it } from "vitest";
import { RateLimit } from "./rate-limit.ts";

it("grants so many requests in each minute of the given clock, and says when it is full again", () => {
  const limit = new RateLimit(2);
  const taken = [0, 1, 59_999, 60_000].map((now) => limit.take(now));
  expect(taken.map(({ isExceeded }) => isExceeded)).toEqual([false, false, true, false]);
  expect(taken.map(({ remaining }) => remaining)).toEqual([1, 0, 0, 1]);
  expect(taken.map(({ resetAt }) => resetAt)).toEqual([60, 60, 60, 120]);
});
