import { reportRow } from "./harness/bench-row.ts";
import { median } from "./harness/statistics.ts";
import { ProductProcesses } from "./product/product-processes.ts";
import { appendLongDay } from "./workload/long-journal.ts";

/**
 * Line 29: from the start of the engine's process until it says that it may trade: recovery, account, comparison with
 * the venue and its edge included. Venue and database run already. Empty: a new data folder each time. Crashed: as many
 * entries after the newest snapshot as a run of the product leaves at most. Long: a million, which it never leaves.
 */
const STARTS = 5;
const CRASH_ENTRIES = 49_000;
const LONG_ENTRIES = 1_000_000;
const DAY = {
  symbols: ["SPY", "IBM", "BAC", "AIG"],
  venueArgs: ["--generate", "--date", "2026-06-16", "--from", "10:00", "--speed", "1"],
};

/** Starts an engine on a new folder whose journal grew by `entries` since its snapshot. */
async function startAfter(entries: number): Promise<number> {
  const product = await ProductProcesses.open(DAY);
  if (entries > 0) {
    await startSeconds(product);
    await appendLongDay(product.dataDir, entries);
  }
  const seconds = await startSeconds(product);
  await product.close();
  return seconds;
}

async function startSeconds(product: ProductProcesses): Promise<number> {
  const startedAt = performance.now();
  const engine = product.launchEngine();
  await engine.ready();
  const seconds = (performance.now() - startedAt) / 1_000;
  const { breaks, recovered } = await engine.status();
  if (!recovered || breaks.length > 0) throw new Error(`void: ${JSON.stringify(breaks)}`);
  await engine.stop();
  return seconds;
}

const empty: number[] = [];
const crashed: number[] = [];
// The first start finds cold file caches.
await startAfter(0);
for (let n = 0; n < STARTS; n += 1) {
  empty.push(await startAfter(0));
  crashed.push(await startAfter(CRASH_ENTRIES));
}
const long = await startAfter(LONG_ENTRIES);
console.error(JSON.stringify({ empty, crashed, long }));
const row = { unit: "s", better: "lower" } as const;
reportRow({ name: "29 engine cold start, empty", value: median(empty), goal: 0.8, ...row });
reportRow({
  name: "29 engine cold start, 49,000 entries since the snapshot, the most that a crash leaves",
  value: median(crashed),
  goal: 2,
  ...row,
});
reportRow({
  name: "29 engine cold start, 1,000,000 entries since the snapshot",
  value: long,
  goal: 2,
  baseline: 4,
  ...row,
});
process.exit();
