import type { Residue } from "@interlock/core/kill/kill-plan";
import { CLEAN_LOOKS_MIN } from "@interlock/core/kill/kill-terms";
import type { Decision } from "../../decision.ts";
import type { KillStage, KillState } from "../../records/kill-record.ts";
import type { Closing } from "../../risk/closing.ts";
import { noteEvidence } from "./kill-receipt.ts";

/**
 * The proof: looks at the venue, one after another, that leave nothing to do. What may be older than what we have heard
 * since proves nothing, and what others hold against a strategy is named and stays.
 */

/** What a look leads to. */
export interface LookOutcome {
  readonly closings: readonly Closing[];
  readonly next: "changed" | "unchanged" | "look_at_once";
}

/** How far a kill has come. */
export interface KillProgress {
  readonly stage: KillStage;
  readonly openOrders: number;
  readonly positions: number;
  readonly cleanSweeps: number;
  readonly residual?: readonly Residue[];
}

/** Records progress when something changed: a look that shows the same adds nothing to the journal. */
export function recordProgress(
  decision: Decision,
  kill: KillState,
  progress: KillProgress,
): boolean {
  const { stage, openOrders, positions, cleanSweeps, residual = [] } = progress;
  const next = { stage, venueOpenOrders: openOrders, venuePositions: positions, cleanSweeps };
  const same =
    kill.stage === stage &&
    kill.venueOpenOrders === openOrders &&
    kill.venuePositions === positions &&
    kill.cleanSweeps === cleanSweeps &&
    JSON.stringify(kill.residual) === JSON.stringify(residual);
  if (same) return false;
  decision.emit({ kind: "kill_advanced", killId: kill.killId, ...next, residual });
  return true;
}

/** What a look saw, as it is recorded. */
export type Seen = Pick<KillProgress, "openOrders" | "positions" | "residual"> & {
  readonly hostAt?: number | undefined;
};

/** Counts a look that leaves nothing to do toward the proof. */
export function countClean(decision: Decision, kill: KillState, seen: Seen): LookOutcome {
  if ((seen.residual ?? []).length > 0) return countResidual(decision, kill, seen);
  const cleanSweeps = kill.cleanSweeps + 1;
  const proven = cleanSweeps >= CLEAN_LOOKS_MIN;
  const stage = proven ? "proven" : kill.stage === "residual" ? "closing" : kill.stage;
  recordProgress(decision, kill, { ...seen, stage, cleanSweeps });
  const { hostAt } = seen;
  const canceled = (kill.receipt?.orders.length ?? 0) > 0;
  if (canceled) noteEvidence(decision, kill, { reached: ["last_cancel_confirmed"], hostAt });
  if (proven) noteEvidence(decision, kill, { reached: ["proven"], hostAt });
  return { closings: [], next: proven ? "changed" : "look_at_once" };
}

/** What others hold against a strategy cannot be closed: it is named, and may stay once a proof's looks are done. */
function countResidual(decision: Decision, kill: KillState, seen: Seen): LookOutcome {
  const cleanSweeps = Math.min(kill.cleanSweeps + 1, CLEAN_LOOKS_MIN);
  const changed = recordProgress(decision, kill, { ...seen, stage: "residual", cleanSweeps });
  if (changed && cleanSweeps < CLEAN_LOOKS_MIN) return { closings: [], next: "look_at_once" };
  return { closings: [], next: changed ? "changed" : "unchanged" };
}

/**
 * An order turned up at the venue, or a fill came in, while the venue was asked: the answer may be older, and proves
 * neither that nothing is open nor, for a flatten, that nothing is held.
 */
export function isOutdated({ views }: Decision, { mode }: KillState): boolean {
  const { filledMeanwhile, shownMeanwhile } = views.sweeps;
  return shownMeanwhile || (mode === "flatten" && filledMeanwhile);
}

/** A look that proves nothing: the venue is looked at again at once. */
export function lookAgain(decision: Decision, kill: KillState, seen: Seen): LookOutcome {
  recordProgress(decision, kill, { ...seen, stage: kill.stage, cleanSweeps: 0 });
  return { closings: [], next: "look_at_once" };
}
