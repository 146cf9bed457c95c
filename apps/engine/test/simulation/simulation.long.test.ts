import { expect, test } from "vitest";
import { simulate } from "./simulation.ts";

const FIRST = 100_000;
const SEEDS = 5_000;

test(
  `the whole engine keeps every promise in ${SEEDS} seeds`,
  async () => {
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const { violations } = await simulate(String(seed));
      expect({ seed, violations }).toEqual({ seed, violations: [] });
    }
  },
  30 * 60_000,
);
