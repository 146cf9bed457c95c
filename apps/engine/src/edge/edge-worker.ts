import { parentPort, workerData } from "node:worker_threads";
import { assert } from "@interlock/core/assert";
import { runEdge } from "./run-edge.ts";
import type { EdgeStart } from "./edge-message.ts";

/** Entry of the edge's thread. */
assert(parentPort !== null, "the edge runs in a worker thread only");
await runEdge(startData(workerData), parentPort);

/** What the trading thread, our own code, started this one with. */
function startData(data: unknown): EdgeStart {
  return data as EdgeStart;
}
