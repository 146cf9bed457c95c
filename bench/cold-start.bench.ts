import { setTimeout as pause } from "node:timers/promises";
import { reportRow } from "./harness/bench-row.ts";
import { median } from "./harness/statistics.ts";
import { ProductProcesses } from "./product/product-processes.ts";
import { appendLongDay } from "./workload/long-journal.ts";

/**
 * Line 29: from the start of the engine's process until it says that it may trade: recovery, account, comparison with
 * the venue and its edge included. Venue and database run already. Empty: a new data folder each time. Long: a
 * million journal entries after the newest snapshot, of which a run of the product leaves at most 50,000.
 */
const EMPTY_STARTS = 5;
const LONG_STARTS = 2;
const ENTRIES = 1_000_000;
/** The account's lease of an engine that was killed lapses by itself. */
const LEASE_LAPSES_MS = 5_500;
const DAY = {
  symbols: ["SPY", "IBM", "BAC", "AIG"],
  venueArgs: ["--generate", "--date", "2026-06-16", "--from", "10:00", "--speed", "1"],
};

async function startSeconds(product: ProductProcesses, end: "stop" | "kill"): Promise<number> {
  const startedAt = performance.now();
  const engine = product.launchEngine();
  await engine.ready();
  const seconds = (performance.now() - startedAt) / 1_000;
  const { breaks, recovered } = await engine.status();
  if (!recovered || breaks.length > 0) throw new Error(`void: ${JSON.stringify(breaks)}`);
  await engine[end]();
  return seconds;
}

const empty: number[] = [];
let product: ProductProcesses | null = null;
for (let n = 0; n <= EMPTY_STARTS; n += 1) {
  await product?.close();
  product = await ProductProcesses.open(DAY);
  const seconds = await startSeconds(product, "stop");
  // The first start finds cold file caches.
  if (n > 0) empty.push(seconds);
}
if (product === null) throw new Error("nothing was started");
await appendLongDay(product.dataDir, ENTRIES);
const long: number[] = [];
for (let n = 0; n < LONG_STARTS; n += 1) {
  if (n > 0) await pause(LEASE_LAPSES_MS);
  // Killed, it leaves no newer snapshot: the next start has the same way to go.
  long.push(await startSeconds(product, "kill"));
}
await product.close();
console.error(JSON.stringify({ empty, long }));
const row = { unit: "s", better: "lower" } as const;
reportRow({ name: "29 engine cold start, empty", value: median(empty), goal: 0.8, ...row });
reportRow({
  name: "29 engine cold start, 1,000,000 entries since the snapshot",
  value: median(long),
  goal: 2,
  baseline: 4,
  ...row,
});
process.exit();
