import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bitsOf, hasBit } from "./check-bits.ts";

describe("sets of checks", () => {
  it("tell every check from every other, beyond the 31st too", () => {
    const bits = bitsOf(53);
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 52 })), (chosen) => {
        const set = chosen.reduce((sum, index) => sum + (bits[index] ?? 0), 0);
        const found = bits.map((_, index) => index).filter((index) => hasBit(set, index));
        expect(found).toEqual([...chosen].sort((a, b) => a - b));
      }),
    );
  });

  it("read what was written with shifts, in journals of before", () => {
    expect([0, 5, 15, 22].map((index) => hasBit((1 << 5) | (1 << 22), index))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  it("refuse more checks than a number can tell apart", () => {
    expect(() => bitsOf(54)).toThrow("54 checks are more than the 53");
  });
});
