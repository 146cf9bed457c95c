import { reportRow } from "./harness/bench-row.ts";
import { interleavedRounds } from "./harness/interleave.ts";
import { nowUs } from "./harness/latency-recorder.ts";
import { costSlope, median } from "./harness/statistics.ts";
import {
  cancelByOrders,
  fillByPositions,
  type OpenAtSize,
  quoteByPositions,
  quoteBySymbols,
  rulesByRecentOrders,
} from "./workload/growth.ts";

/**
 * Line 15: what an event costs at each size of a thing that grows, in one run: the largest cost over the smallest, 1
 * when it does not grow. The sizes take turns within a round; a batch lasts a fixed time, so that a cost that explodes
 * shows as such and does not stop the run. Cost is processor time: a neighbor that takes the core away adds none.
 */
const ROUNDS = 5;
const BATCH_US = 60_000;

interface Dimension {
  readonly name: string;
  readonly open: OpenAtSize;
  readonly sizes: readonly number[];
}

const DIMENSIONS: readonly Dimension[] = [
  { name: "symbols, a quote", open: quoteBySymbols, sizes: [10, 100, 1_000, 10_000] },
  { name: "positions, a quote", open: quoteByPositions, sizes: [10, 100, 1_000, 10_000] },
  { name: "positions, signal to fill", open: fillByPositions, sizes: [10, 100, 1_000, 10_000] },
  { name: "open orders, signal to cancel", open: cancelByOrders, sizes: [10, 1_000, 100_000] },
  {
    name: "rules, by orders of the last minute",
    open: rulesByRecentOrders,
    sizes: [10, 100, 10_000],
  },
];

/** Returns the processor time of an event in microseconds over a batch, and where the next batch begins. */
function costOfBatch(event: (n: number) => void, from: number): { cost: number; next: number } {
  const endUs = nowUs() + BATCH_US;
  const before = process.cpuUsage();
  let n = from;
  while (nowUs() < endUs) {
    event(n);
    n += 1;
  }
  const { user, system } = process.cpuUsage(before);
  return { cost: (user + system) / (n - from), next: n };
}

async function measure({ name, open, sizes }: Dimension): Promise<number> {
  const contenders: Record<string, () => number> = {};
  for (const size of sizes) {
    const event = await open(size);
    let at = 0;
    contenders[`size ${size}`] = () => {
      const { cost, next } = costOfBatch(event, at);
      at = next;
      return cost;
    };
  }
  const figures = await interleavedRounds({ rounds: ROUNDS, warmUps: 2, contenders });
  const points = sizes.map((size) => ({ size, cost: median(figures[`size ${size}`] ?? []) }));
  const costs = points.map(({ size, cost }) => `${size}: ${cost.toFixed(2)} µs`);
  console.error(`${name}: ${costs.join(", ")}`);
  return costSlope(points);
}

for (const dimension of DIMENSIONS) {
  const most = dimension.sizes.at(-1)?.toLocaleString("en-US") ?? "";
  reportRow({
    name: `15 growth 10 to ${most}: ${dimension.name}`,
    value: await measure(dimension),
    unit: "ratio",
    goal: 1.5,
    better: "lower",
  });
}
