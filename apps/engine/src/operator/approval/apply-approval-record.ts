import {
  endApproval,
  enterApproval,
  findApproval,
  replaceApproval,
} from "@interlock/core/approval/approval-book";
import type { UnixMs } from "@interlock/core/time";
import type { ApprovalRecord } from "../../records/approval-record.ts";
import type { EngineState } from "../../state.ts";

type Decided = Extract<ApprovalRecord, { readonly kind: "approval_decided" }>;

/** Folds what became of requests for approval. */
export function applyApprovalRecord(
  { approvals }: EngineState,
  record: ApprovalRecord,
  at: UnixMs,
): void {
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
      return endApproval(approvals, record.approvalId, { state: "applied", ending });
    }
    case "approval_ended": {
      const { approvalId, state, by, why, diff } = record;
      const ending = { at, by, why, ...(diff === undefined ? {} : { diff }) };
      return endApproval(approvals, approvalId, { state, ending });
    }
  }
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
