import { parentPort, workerData } from "node:worker_threads";
import type { DurableCell } from "../durable-cell.ts";
import { JournalFollower } from "../journal-follower.ts";

// Follows a journal until an entry and reports how many entries came, and whether in order.
const { dir, cell, until } = startOf(workerData);
const follower = new JournalFollower({ dir, afterSeq: 0, cell, batchMax: 64 });
const stop = new AbortController();
// Waiting on shared memory alone does not keep a thread alive.
const alive = setInterval(() => undefined, 1_000);
let entries = 0;
let inOrder = true;
for await (const batch of follower.batches(stop.signal)) {
  for (const entry of batch) {
    entries += 1;
    inOrder = inOrder && entry.seq === entries;
  }
  if (entries >= until) stop.abort();
}
clearInterval(alive);
follower.close();
parentPort?.postMessage({ entries, inOrder });

function startOf(given: unknown): { dir: string; cell: DurableCell; until: number } {
  return given as { dir: string; cell: DurableCell; until: number };
}
