import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { JournalFaultError } from "../recovery/journal-fault.ts";
import { checkSegment, type SegmentFindings, type SegmentTask } from "./check-segment.ts";
import { openThread } from "./open-thread.ts";
import type { FromVerifyWorker, ToVerifyWorker } from "./verify-worker.ts";

/** How many entries are checked so far. */
export type OnProgress = (entries: number) => void;

/** A journal of fewer bytes is checked before a thread has started. */
const BYTES_FOR_THREADS = 96 * 1024 * 1024;

/**
 * Checks segments, which do not depend on each other: a large journal by a thread for each processor, a small one right
 * here, leaving this thread free between portions. Returns the findings in the order of the segments. Throws
 * JournalFaultError for a file that cannot be read.
 */
export async function checkSegments(
  tasks: readonly SegmentTask[],
  onProgress: OnProgress,
): Promise<SegmentFindings[]> {
  const bytes = tasks.reduce((sum, { segment }) => sum + statSync(segment.path).size, 0);
  const threads = bytes < BYTES_FOR_THREADS ? 1 : Math.min(availableParallelism(), tasks.length);
  return threads > 1 ? inThreads(tasks, threads, onProgress) : here(tasks, onProgress);
}

async function here(
  tasks: readonly SegmentTask[],
  onProgress: OnProgress,
): Promise<SegmentFindings[]> {
  const found: SegmentFindings[] = [];
  let before = 0;
  for (const task of tasks) {
    const check = checkSegment(task);
    let step = check.next();
    for (; step.done !== true; step = check.next()) {
      onProgress(before + step.value);
      await nextTurn();
    }
    found.push(step.value);
    before += step.value.entries;
    onProgress(before);
  }
  return found;
}

async function inThreads(
  tasks: readonly SegmentTask[],
  threads: number,
  onProgress: OnProgress,
): Promise<SegmentFindings[]> {
  const found = new Map<number, SegmentFindings>();
  const entries = new Map<number, number>();
  const waiting = tasks.map((task, index): ToVerifyWorker => ({ index, task }));
  const workers = Array.from({ length: threads }, openWorker);
  const take = (message: Exclude<FromVerifyWorker, { fault: unknown }>) => {
    const isDone = "findings" in message;
    entries.set(message.index, isDone ? message.findings.entries : message.entries);
    if (isDone) found.set(message.index, message.findings);
    onProgress([...entries.values()].reduce((sum, count) => sum + count, 0));
  };
  try {
    await Promise.all(workers.map((worker) => work(worker, waiting, take)));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return [...found].sort(([a], [b]) => a - b).map(([, findings]) => findings);
}

/** Gives a thread one segment after the other until none waits. */
function work(
  worker: Worker,
  waiting: ToVerifyWorker[],
  take: (message: Exclude<FromVerifyWorker, { fault: unknown }>) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveNext = () => {
      const next = waiting.shift();
      if (next === undefined) resolve();
      else worker.postMessage(next);
    };
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`a checking thread ended with code ${code}`)));
    worker.on("message", (message: FromVerifyWorker) => {
      if ("fault" in message) return reject(new JournalFaultError(message.fault));
      take(message);
      if ("findings" in message) giveNext();
    });
    giveNext();
  });
}

function openWorker(): Worker {
  const bundle = new URL("./verify-worker.js", import.meta.url);
  const source = new URL("./verify-worker.ts", import.meta.url);
  return openThread({ bundle, source }, import.meta.url);
}
