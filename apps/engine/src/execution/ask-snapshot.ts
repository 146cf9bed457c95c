import type { Decision } from "../decision.ts";

/** How far back each snapshot looks for closed orders and executions before the last comparison. */
const OVERLAP_MS = 600_000;

/** Asks the venue for everything, unless an answer is under way already. */
export function askForSnapshot(decision: Decision, purpose: "recovery" | "continuous"): void {
  const { state, views } = decision;
  if (views.snapshotAskedAt !== null) return;
  views.snapshotAskedAt = decision.time;
  const since = Math.max(0, (state.reconciliation?.at ?? OVERLAP_MS) - OVERLAP_MS);
  decision.perform({ kind: "request_snapshot", purpose, fillsBooked: state.fillsBooked, since });
}
