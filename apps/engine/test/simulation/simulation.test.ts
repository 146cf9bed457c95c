import { describe, expect, test } from "vitest";
import { FAILED_SEEDS } from "./failed-seeds.ts";
import { simulate } from "./simulation.ts";

const SEEDS = 60;
const BUDGET_MS = 240_000;

describe("the whole engine against the whole venue", () => {
  test("does the same for the same seed, to the last byte of its journal", async () => {
    for (const seed of ["7", "11", "1001"]) {
      const [one, other] = [await simulate(seed), await simulate(seed)];
      expect(one.entries).toBeGreaterThan(50);
      expect(other).toEqual(one);
    }
  });

  test("does something else for another seed", async () => {
    const [one, other] = [await simulate("7"), await simulate("8")];
    expect(one.journalHash).not.toBe(other.journalHash);
  });

  test(
    `keeps every promise whatever goes wrong, in ${SEEDS} seeds`,
    async () => {
      let executions = 0;
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const result = await simulate(String(seed));
        expect({ seed, violations: result.violations }).toEqual({ seed, violations: [] });
        executions += result.executions;
      }
      // Promises are easily kept where nothing happens.
      expect(executions).toBeGreaterThan(SEEDS * 10);
    },
    BUDGET_MS,
  );

  test.each(FAILED_SEEDS)("keeps them where seed $seed once failed: $found", async ({ seed }) => {
    expect((await simulate(seed)).violations).toEqual([]);
  });
});
