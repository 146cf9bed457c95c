import { expect, test } from "vitest";
import { AGREEMENT_DEFECTS } from "./agreement-defects.ts";
import { CHECK_DEFECTS } from "./check-defects.ts";
import { DEFECTS } from "./defects.ts";
import { simulate } from "../simulation.ts";

const SEEDS_MAX = 500;
const BUDGET_MS = 240_000;

const defects = [...DEFECTS, ...CHECK_DEFECTS, ...AGREEMENT_DEFECTS].map((make) => ({
  make,
  name: make().name,
  breaks: make().breaks,
}));

test.each(defects)(
  "the simulation finds that $name, as $breaks",
  async ({ make, breaks }) => {
    const { from = 1, every = 1 } = make();
    for (let seed = from; seed <= SEEDS_MAX; seed += every) {
      const { violations } = await simulate(String(seed), make());
      if (violations.some(({ invariant }) => invariant === breaks)) return;
    }
    expect.fail(`not found in ${SEEDS_MAX} seeds`);
  },
  BUDGET_MS,
);
