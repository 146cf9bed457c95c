import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bitsOf, CHECKS_PER_NUMBER, hasFailed, wasSkipped } from "./check-bits.ts";

describe("sets of checks", () => {
  it("tell every check from every other, beyond the 31st and the 53rd too", () => {
    const bits = bitsOf(106);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 105 })), (chosen) => {
        const sum = (of: (index: number) => boolean) =>
          chosen.filter(of).reduce((total, index) => total + (bits[index] ?? 0), 0);
        const first = sum((index) => index < CHECKS_PER_NUMBER);
        const more = sum((index) => index >= CHECKS_PER_NUMBER);
        const failed = { failed: first, failedMore: more, skipped: 0, skippedMore: 0 };
        const skipped = { failed: 0, failedMore: 0, skipped: first, skippedMore: more };
        const all = bits.map((_, index) => index);
        const wanted = [...chosen].sort((a, b) => a - b);
        expect(all.filter((index) => hasFailed(failed, index))).toEqual(wanted);
        expect(all.filter((index) => wasSkipped(skipped, index))).toEqual(wanted);
        expect(all.filter((index) => wasSkipped(failed, index))).toEqual([]);
      }),
    );
  });

  it("read what was written with shifts and in one number, in journals of before", () => {
    const before = { failed: (1 << 5) | (1 << 22), skipped: 0 };
    expect([0, 5, 15, 22, 53].map((index) => hasFailed(before, index))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it("refuse more checks than two numbers can tell apart", () => {
    expect(() => bitsOf(107)).toThrow("107 checks are more than the 106");
  });
});
