import { expect, test } from "vitest";
import { SilenceWatch } from "./silence-watch.ts";

/** Checks every half second from `from` to `to` and returns when it tripped. */
function trips(watch: SilenceWatch, from: number, to: number): number[] {
  const at: number[] = [];
  for (let now = from; now <= to; now += 500) if (watch.check(now)) at.push(now);
  return at;
}

test("a sign of life each second keeps the watch quiet", () => {
  const watch = new SilenceWatch(15_000, 0);
  for (let now = 0; now < 60_000; now += 500) {
    if (now % 1_000 === 0) watch.sign(now);
    expect(watch.check(now)).toBe(false);
  }
});

test("K14 silence longer than the timeout trips once", () => {
  const watch = new SilenceWatch(15_000, 0);
  expect(trips(watch, 0, 60_000)).toEqual([15_500]);
  expect(watch.silentMs(60_000)).toBe(60_000);
});

test("after another sign of life it trips again", () => {
  const watch = new SilenceWatch(15_000, 0);
  trips(watch, 0, 20_000);
  watch.sign(20_000);
  expect(trips(watch, 20_500, 60_000)).toEqual([35_500]);
});

test("an engine that never spoke trips it too", () => {
  expect(trips(new SilenceWatch(3_000, 0), 0, 10_000)).toEqual([3_500]);
});

test("a pause of the watchdog itself starts the wait anew", () => {
  const watch = new SilenceWatch(15_000, 0);
  watch.sign(1_000);
  expect(watch.check(1_000)).toBe(false);
  expect(trips(watch, 100_000, 130_000)).toEqual([115_500]);
});
