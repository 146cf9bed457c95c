import { parentPort } from "node:worker_threads";
import { assert } from "@interlock/core/assert";
import { checkSegment, type SegmentFindings, type SegmentTask } from "./check-segment.ts";
import { faultOf, type JournalFault } from "../recovery/journal-fault.ts";

/** A segment to check, by its place in the list. */
export interface ToVerifyWorker {
  readonly index: number;
  readonly task: SegmentTask;
}

/** How far a segment is, and in the end what was found in it. */
export type FromVerifyWorker =
  | { readonly index: number; readonly entries: number }
  | { readonly index: number; readonly findings: SegmentFindings }
  | { readonly index: number; readonly fault: JournalFault };

/** Often enough for a person to watch, and seldom enough to cost nothing. */
const PROGRESS_EVERY = 50_000;

assert(parentPort !== null, "a segment is checked in a worker thread only");
const port = parentPort;
port.on("message", ({ index, task }: ToVerifyWorker) => {
  const say = (message: FromVerifyWorker) => port.postMessage(message);
  try {
    const check = checkSegment(task);
    let step = check.next();
    for (; step.done !== true; step = check.next())
      if (step.value % PROGRESS_EVERY === 0) say({ index, entries: step.value });
    say({ index, findings: step.value });
  } catch (error: unknown) {
    say({ index, fault: faultOf(error, task.segment.name) });
  }
});
