import { describe, expect, test } from "vitest";
import { DrawLoop, LOOK_MS } from "./draw-loop.ts";

/** A loop whose time, changes and cost of drawing are the case's. */
function stage({ costMs = 1, watched = true } = {}) {
  const drawnAt: number[] = [];
  const world = { now: 0, version: 0, watched };
  const loop = new DrawLoop({
    version: () => String(world.version),
    watched: () => world.watched,
    draw: () => {
      drawnAt.push(world.now);
      world.now += costMs;
    },
    now: () => world.now,
  });
  const pass = (ms: number, each: () => void = () => undefined) => {
    for (const until = world.now + ms; world.now < until; world.now += LOOK_MS) {
      each();
      loop.look();
    }
  };
  return { world, pass, drawnAt };
}

describe("the draw loop", () => {
  test("shows a change after a quiet time within one look", () => {
    const { world, pass, drawnAt } = stage();
    pass(200);
    const changedAt = world.now;
    world.version += 1;
    pass(LOOK_MS);
    expect(drawnAt.at(-1)).toBe(changedAt);
  });

  test("draws at most forty times a second, however fast things change", () => {
    const { world, pass, drawnAt } = stage();
    pass(10_000, () => (world.version += 1));
    expect(drawnAt.length).toBeLessThanOrEqual(400);
    expect(drawnAt.length).toBeGreaterThan(300);
  });

  test("draws a large picture less often, so that drawing takes a fifth of the time at most", () => {
    const { world, pass, drawnAt } = stage({ costMs: 40 });
    pass(10_000, () => (world.version += 1));
    expect(drawnAt.length).toBeLessThanOrEqual(10_000 / (5 * 40));
  });

  test("draws ages and health four times a second while nothing changes", () => {
    const { pass, drawnAt } = stage();
    pass(10_000);
    expect(drawnAt.length).toBeGreaterThanOrEqual(38);
    expect(drawnAt.length).toBeLessThanOrEqual(40);
  });

  test("draws no faster than that while nobody looks", () => {
    const { world, pass, drawnAt } = stage({ watched: false });
    pass(10_000, () => (world.version += 1));
    expect(drawnAt.length).toBeLessThanOrEqual(40);
  });
});
