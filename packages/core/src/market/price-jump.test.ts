import { describe, expect, test } from "vitest";
import { price } from "../number/price.ts";
import { createPriceJump, takeReading } from "./price-jump.ts";

/** Whether each reading is believed: seconds, price, and whether a trade made it. */
function believed(...readings: readonly (readonly [number, string, boolean?])[]): boolean[] {
  const jump = createPriceJump();
  return readings.map(([seconds, text, printed = false]) =>
    takeReading(jump, { price: price(text), time: seconds * 1_000, printed }),
  );
}

describe("a price that jumps", () => {
  test("M05 is not believed on one reading, and the price before it goes on", () => {
    expect(believed([1, "100"], [2, "190"], [2.1, "100.01"])).toEqual([true, false, true]);
  });

  test("M05 is not believed when the same reading is said again at once", () => {
    expect(believed([1, "100"], [2, "10"], [2.5, "10"])).toEqual([true, false, false]);
  });

  test("is believed when it moved on from there, or stood for a second", () => {
    expect(believed([1, "100"], [2, "150"], [2.5, "151"])).toEqual([true, false, true]);
    expect(believed([1, "100"], [2, "150"], [3, "150"])).toEqual([true, false, true]);
  });

  test("is believed when a trade shows what a quote showed, and the other way round", () => {
    expect(believed([1, "100"], [2, "150"], [2, "150", true])).toEqual([true, false, true]);
    expect(believed([1, "100"], [2, "150", true], [2, "150"])).toEqual([true, false, true]);
  });

  test("M05 is not believed by another jump that went elsewhere", () => {
    expect(believed([1, "100"], [2, "190"], [2.5, "10"])).toEqual([true, false, false]);
  });

  test("is measured from the last price believed: 20 % passes, more does not", () => {
    expect(believed([1, "100"], [2, "120"])).toEqual([true, true]);
    expect(believed([1, "100"], [2, "120.000001"])).toEqual([true, false]);
    expect(believed([1, "100"], [2, "80"])).toEqual([true, true]);
  });
});
