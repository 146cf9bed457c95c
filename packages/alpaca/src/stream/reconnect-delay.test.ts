import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RECONNECT_POLICY, reconnectDelayMs } from "./reconnect-delay.ts";

const MIDDLE = 0.5;

describe("the delay before a stream connects again", () => {
  test("S01 doubles from a second to a minute and stays there", () => {
    const delays = Array.from({ length: 9 }, (_, attempt) =>
      reconnectDelayMs(RECONNECT_POLICY, attempt, MIDDLE),
    );
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1_000));
  });

  test("S01 is scattered by a fifth, so that many clients do not return together, and never above a minute", () => {
    const { initialMs, maxMs, jitter } = RECONNECT_POLICY;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const delay = reconnectDelayMs(RECONNECT_POLICY, attempt, random);
          const base = Math.min(initialMs * 2 ** Math.min(attempt, 30), maxMs);
          expect(delay).toBeGreaterThanOrEqual(base * (1 - jitter));
          expect(delay).toBeLessThanOrEqual(Math.min(base * (1 + jitter), maxMs));
        },
      ),
    );
    const first = reconnectDelayMs(RECONNECT_POLICY, 0, 0);
    expect(reconnectDelayMs(RECONNECT_POLICY, 0, 0.9)).toBeGreaterThan(first);
  });
});
