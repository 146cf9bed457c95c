import {
  awaitCarrying,
  endApproval,
  enterApproval,
  findApproval,
  noteCarried,
  replaceApproval,
} from "@interlock/core/approval/approval-book";
import type { UnixMs } from "@interlock/core/time";
import type { ApprovalRecord } from "../../records/approval-record.ts";
import type { EngineApproval } from "./approval-command.ts";
import type { EngineState } from "../../state.ts";

type Decided = Extract<ApprovalRecord, { readonly kind: "approval_decided" }>;

/** Folds what became of requests for approval. */
export function applyApprovalRecord(state: EngineState, record: ApprovalRecord, at: UnixMs): void {
  const { approvals } = state;
  switch (record.kind) {
    case "approval_requested":
      return enterApproval(approvals, record.approval);
    case "approval_edited":
      return replaceApproval(approvals, record.approval);
    case "approval_decided":
      return noteDecision(approvals, record);
    case "approval_applied": {
      const { by, sentence: why, fourEyes } = record;
      const ending = { at, by, why, fourEyes };
      endApproval(approvals, record.approvalId, { state: "applied", ending });
      if (isOutside(findApproval(approvals, record.approvalId)))
        awaitCarrying(approvals, record.approvalId);
      return;
    }
    case "approval_carried": {
      const { done, sentence } = record;
      return noteCarried(approvals, record.approvalId, { done, sentence });
    }
    case "approval_policy_set":
      state.policy = record.policy;
      return;
    case "approval_ended": {
      const { approvalId, state, by, why, diff } = record;
      const ending = { at, by, why, ...(diff === undefined ? {} : { diff }) };
      return endApproval(approvals, approvalId, { state, ending });
    }
  }
}

function isOutside(approval: EngineApproval | null): boolean {
  return approval !== null && "content" in approval.subject.act;
}

function noteDecision(book: EngineState["approvals"], { approvalId, decision, state }: Decided) {
  const before = findApproval(book, approvalId);
  if (before === null) return;
  const others = before.decisions.filter(({ by }) => by.userId !== decision.by.userId);
  const { at, by, reason: why } = decision;
  replaceApproval(book, {
    ...before,
    decisions: [...others, decision],
    state,
    ending: state === "declined" ? { at, by, why } : null,
  });
}
