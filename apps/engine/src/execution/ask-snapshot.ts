import { awaitsExecutions } from "@interlock/core/order/order";
import { DAY_MS, type UnixMs } from "@interlock/core/time";
import type { Decision } from "../decision.ts";
import { noteAccountAsked } from "./account/note-asked.ts";
import { CLOCK_MS, type Input } from "../input.ts";
import type { EngineState, ReconciliationState } from "../state.ts";
import type { Snapshots } from "../open-questions.ts";

/** How far back a snapshot looks for closed orders and executions before the time up to which all is known. */
const OVERLAP_MS = 600_000;
/** How far back the first one looks: positions and cash come from the account, not from its history. */
const FIRST_LOOK_MS = 3 * DAY_MS;
/** Between two questions, whatever asks for them; doubled by each failure running. */
const GAP_MS = 2_000;
const GAP_DOUBLINGS_MAX = 3;

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
  if (!gapIsOver(snapshots, time) || decision.isKeyRefused()) {
    snapshots.wanted = true;
    return;
  }
  Object.assign(snapshots, { askedAt: time, lastAskedAt: time, clocksSince: 0, wanted: false });
  noteAccountAsked(decision, "snapshot");
  const since = Math.max(0, lookBack(decision));
  decision.perform({ kind: "request_snapshot", purpose, fillsBooked: state.fillsBooked, since });
}

/** Executions on a page of the venue's log, and the pause that each page costs: 30 of 200 requests a minute at most. */
const PAGE = 100;
const PAUSE_PER_PAGE_MS = 2_000;

/**
 * How far back a question looks. An execution may enter the venue's log hours late, and only an answer that agreed,
 * with none missing, proves that all before it is booked. To read everything since at each comparison would use up the
 * venue's requests, so that after such a look the next waits for as long as its pages are worth: what is listed late
 * is found at once in a small book, within minutes in a large one, and its cost is bounded.
 */
function lookBack({ state, views, time }: Decision): UnixMs {
  const { reconciliation } = state;
  const { snapshots } = views;
  if (reconciliation === null) return time - FIRST_LOOK_MS;
  const from = allBookedUntil(state, reconciliation);
  const recent = reconciliation.at - OVERLAP_MS;
  if (from >= recent) return from;
  const asked = snapshots.askedAllAt;
  if (asked !== null && time - asked < pagesSince(state) * PAUSE_PER_PAGE_MS) return recent;
  snapshots.askedAllAt = time;
  return from;
}

function pagesSince({ fillsBooked, reconciliation }: EngineState): number {
  return 1 + Math.ceil((fillsBooked - (reconciliation?.agreedFills ?? 0)) / PAGE);
}

/** Everything that the venue executed before is booked: some order may be older, and its executions be missing. */
function allBookedUntil({ orders }: EngineState, { at, agreedAt }: ReconciliationState): UnixMs {
  let from = (agreedAt ?? at - FIRST_LOOK_MS) - OVERLAP_MS;
  for (const id in orders) {
    const order = orders[id];
    if (order !== undefined && awaitsExecutions(order)) from = Math.min(from, order.createdAt);
  }
  return from;
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
