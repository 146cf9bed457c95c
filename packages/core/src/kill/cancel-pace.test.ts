import { expect, test } from "vitest";
import {
  CancelPace,
  CANCELS_PER_MINUTE,
  cancelMinutes,
  HELPER_CANCELS_PER_MINUTE,
} from "./cancel-pace.ts";

test("no more cancels leave one by one within any minute than the venue takes beside the looks", () => {
  const pace = new CancelPace();
  pace.took(100, 0);
  expect(pace.room(30_000)).toBe(CANCELS_PER_MINUTE - 100);
  pace.took(CANCELS_PER_MINUTE - 100, 30_000);
  expect([pace.room(59_999), pace.room(60_000), pace.room(90_000)]).toEqual([0, 100, 150]);
});

test("a helper leaves the minute to whom it helps", () => {
  const pace = new CancelPace(HELPER_CANCELS_PER_MINUTE);
  pace.took(HELPER_CANCELS_PER_MINUTE, 0);
  expect([pace.room(59_999), pace.room(60_000)]).toEqual([0, HELPER_CANCELS_PER_MINUTE]);
  expect(CANCELS_PER_MINUTE + HELPER_CANCELS_PER_MINUTE).toBeLessThan(200);
});

test("the countdown of 500 orders is honest: 150 leave at once, the last after three minutes", () => {
  expect([0, 1, 150, 151, 350].map(cancelMinutes)).toEqual([0, 1, 1, 2, 3]);
});
