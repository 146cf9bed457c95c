import { describe, expect, it } from "vitest";
import { MORNING } from "../../../test/builders.ts";
import { price } from "../../number/price.ts";
import { createPriceWindow, readMove, standingMove } from "./price-window.ts";

const windowMs = 12_000;

describe("readMove", () => {
  it("knows no move before the second reading, and none between equal ones", () => {
    const window = createPriceWindow();
    expect(readMove(window, price("100"), { time: MORNING, windowMs })).toBeNull();
    expect(readMove(window, price("100"), { time: MORNING + 1, windowMs })).toMatchObject({
      moveBps: 0,
    });
  });

  it("shows no move in a way back that a single reading went", () => {
    const window = createPriceWindow();
    const seen = ["100", "100", "101", "101", "100"].map((mark, index) =>
      readMove(window, price(mark), { time: MORNING + index, windowMs }),
    );
    expect(seen.at(-1)).toEqual({ fromUnits: 100e6, toUnits: 100e6, moveBps: 0 });
  });

  it("takes a reading that comes late into the running part of the window", () => {
    const window = createPriceWindow();
    readMove(window, price("100"), { time: MORNING + 5_000, windowMs });
    readMove(window, price("100"), { time: MORNING + 5_000, windowMs });
    readMove(window, price("101"), { time: MORNING, windowMs });
    expect(readMove(window, price("101"), { time: MORNING + 5_000, windowMs })).toMatchObject({
      moveBps: 100,
    });
    expect(window.spans).toHaveLength(1);
  });

  it("keeps no more than the window and the running part", () => {
    const window = createPriceWindow();
    for (let second = 0; second < 100; second++) {
      readMove(window, price("100"), { time: MORNING + second * 1_000, windowMs });
    }
    expect(window.spans).toHaveLength(13);
  });
});

describe("a level that nothing has confirmed yet", () => {
  it("is no move, and none below zero, in either direction", () => {
    for (const marks of [
      ["100", "110"],
      ["110", "100"],
    ]) {
      const window = createPriceWindow();
      const seen = marks.map((mark) => readMove(window, price(mark), { time: MORNING, windowMs }));
      expect(seen.at(-1)?.moveBps).toBe(0);
      expect(window.moveBps).toBe(0);
    }
  });
});

describe("standingMove", () => {
  it.each([
    ["rise", ["100", "100", "102", "102"], 200],
    ["fall", ["100", "100", "98", "98"], 200],
    ["stillness", ["100", "100"], 0],
  ] as const)("is a %s until nothing was read for longer than the window", (_, marks, moveBps) => {
    const window = createPriceWindow();
    for (const mark of marks) readMove(window, price(mark), { time: MORNING, windowMs });
    window.lastAt = MORNING;
    expect(standingMove(window, { time: MORNING, windowMs })).toBe(moveBps);
    expect(standingMove(window, { time: MORNING + windowMs, windowMs })).toBe(moveBps);
    expect(standingMove(window, { time: MORNING + windowMs + 1, windowMs })).toBe(0);
  });
});
