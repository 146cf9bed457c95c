import { DAY_MS } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import type { Input } from "../input.ts";
import { isKeyRefused } from "../refused-key.ts";
import type { Snapshots } from "../views.ts";

/** How far back each snapshot looks for closed orders and executions before the last comparison. */
const OVERLAP_MS = 600_000;
/** How far back the first one looks: positions and cash come from the account, not from its history. */
const FIRST_LOOK_MS = 3 * DAY_MS;
/** Between two questions, whatever asks for them; doubled by each failure running. */
const GAP_MS = 2_000;
const GAP_DOUBLINGS_MAX = 3;
/** Real time between two clock inputs at most. */
const CLOCK_MS = 250;

type Purpose = "recovery" | "continuous";

/**
 * Asks the venue for everything: now, or as soon as the answer under way has come and the gap to the last question is
 * over. What is under way may have been gathered before that which is asked about.
 */
export function askForSnapshot(decision: Decision, purpose: Purpose): void {
  const { state, views, time } = decision;
  const { snapshots } = views;
  if (snapshots.askedAt !== null) {
    if (time > snapshots.askedAt) snapshots.wanted = true;
    return;
  }
  if (!gapIsOver(snapshots, time) || isKeyRefused(decision)) {
    snapshots.wanted = true;
    return;
  }
  Object.assign(snapshots, { askedAt: time, lastAskedAt: time, clocksSince: 0, wanted: false });
  const last = state.reconciliation?.at;
  const since = Math.max(0, last === undefined ? time - FIRST_LOOK_MS : last - OVERLAP_MS);
  decision.perform({ kind: "request_snapshot", purpose, fillsBooked: state.fillsBooked, since });
}

/** Asks what had to wait, when it is time. */
export function askWhatWaits(decision: Decision, input: Input): void {
  const { snapshots } = decision.views;
  if (input.body.kind !== "clock") return;
  snapshots.clocksSince += 1;
  const { recovered } = decision.state;
  if (snapshots.askedAt === null && (snapshots.wanted || !recovered))
    askForSnapshot(decision, recovered ? "continuous" : "recovery");
}

/** Notes how a question ended: failures running, and answers that could not be compared, make the next wait longer. */
export function noteSnapshotEnd(decision: Decision, failure: string | null): void {
  const { snapshots } = decision.views;
  snapshots.askedAt = null;
  snapshots.failures = failure === null ? 0 : snapshots.failures + 1;
  snapshots.failure = failure ?? "";
}

function gapIsOver(snapshots: Snapshots, time: number): boolean {
  const { lastAskedAt, clocksSince, failures } = snapshots;
  if (lastAskedAt === null) return true;
  const gap = GAP_MS * 2 ** Math.min(failures, GAP_DOUBLINGS_MAX);
  return time - lastAskedAt >= gap || clocksSince * CLOCK_MS >= gap;
}
