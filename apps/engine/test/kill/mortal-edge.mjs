import { syncBuiltinESMExports } from "node:module";
import threads from "node:worker_threads";

/**
 * Loaded before an engine: from SIGUSR2 on its edge's thread is dead, and so is every one that is started in its place.
 * From outside a process no thread of it can be ended by itself.
 */
if (threads.isMainThread) {
  const { Worker } = threads;
  /** @type {Set<import("node:worker_threads").Worker>} */
  const living = new Set();
  let isDoomed = false;
  threads.Worker = class extends Worker {
    /**
     * @param {string | URL} entry
     * @param {import("node:worker_threads").WorkerOptions} options
     */
    constructor(entry, options) {
      super(entry, options);
      living.add(this);
      this.once("exit", () => living.delete(this));
      if (isDoomed) void this.terminate();
    }
  };
  syncBuiltinESMExports();
  process.on("SIGUSR2", () => {
    isDoomed = true;
    for (const worker of living) void worker.terminate();
  });
}
