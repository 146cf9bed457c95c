import type { DiffLine } from "@interlock/core/approval/approval";
import type { Decision } from "../../decision.ts";
import type { EngineApproval } from "./approval-command.ts";
import { launchDifference } from "./golive-subject.ts";
import { baseOf, proposalOf } from "./subjects.ts";

/**
 * Ends every request whose time has come, and marks those whose ground has changed, so that nobody agrees to what can
 * no more be carried out. Every input asks, before its command and after it; time is the venue's.
 */
export function endApprovals(decision: Decision): void {
  const { live } = decision.state.approvals;
  // Mostly there is none.
  if (live.length === 0) return;
  for (const approval of [...live]) {
    if (decision.time >= approval.expiresAt) expire(decision, approval);
    else if (approval.state !== "conflicted") compare(decision, approval);
  }
}

function expire(decision: Decision, { id, subject, expiresAt }: EngineApproval): void {
  const why = `Nobody applied it until ${new Date(expiresAt).toISOString()}.`;
  const named = { approvalId: id, title: subject.title };
  decision.emit({ kind: "approval_ended", ...named, state: "expired", by: null, why });
}

function compare(decision: Decision, approval: EngineApproval): void {
  const now = baseOf(decision, approval.subject.act, approval.baseVersion);
  if (now === approval.baseVersion) return;
  markConflict(decision, approval, now);
}

/** Says that a request was made on something else than what is true now, with what it would change now. */
export function markConflict(decision: Decision, approval: EngineApproval, now: string): void {
  const { id, subject, baseVersion } = approval;
  decision.emit({
    kind: "approval_ended",
    approvalId: id,
    title: subject.title,
    state: "conflicted",
    by: null,
    why: `It was made on ${baseVersion}, and by now it is ${now}.`,
    diff: differenceNow(decision, approval),
  });
}

/** Outside acts, and what cannot be proposed any more, have no difference that the engine could name. */
function differenceNow(decision: Decision, { subject, diff }: EngineApproval): readonly DiffLine[] {
  const { act } = subject;
  if ("content" in act) return [];
  if (act.kind === "golive_declare") return launchDifference(decision, diff);
  const proposal = proposalOf(decision, act);
  return proposal.ok
    ? proposal.value.diff
    : [{ what: "Not possible any more", before: "", after: proposal.error }];
}
