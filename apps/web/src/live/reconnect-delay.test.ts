import { expect, test } from "vitest";
import { reconnectDelayMs } from "./reconnect-delay.ts";

test("waits 0.5, 1, 2, 4, 8 and then 15 seconds", () => {
  const delays = [0, 1, 2, 3, 4, 5, 6, 50].map((attempt) => reconnectDelayMs(attempt, 0));
  expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
});

test("shortens each wait by up to a fifth, so that consoles do not return at once", () => {
  expect(reconnectDelayMs(2, 0.999)).toBeGreaterThanOrEqual(1_600);
  expect(reconnectDelayMs(2, 0.999)).toBeLessThan(2_000);
});
