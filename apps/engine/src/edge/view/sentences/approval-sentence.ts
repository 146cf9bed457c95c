import type { ApprovalRecord } from "../../../records/approval-record.ts";

/** Says in one sentence what became of a request for approval. */
export function approvalSentence(record: ApprovalRecord): string {
  switch (record.kind) {
    case "approval_requested": {
      const { requester, subject, reason, id } = record.approval;
      return `${requester.name} asks for approval: ${subject.title} (${id}). ${reason}`;
    }
    case "approval_edited": {
      const { requester, subject, id } = record.approval;
      return `${requester.name} edited the request ${id}: ${subject.title}. What was decided on it before is void.`;
    }
    case "approval_decided": {
      const { by, verdict, reason } = record.decision;
      const did = verdict === "approve" ? "approved" : "declined";
      return `${by.name} (${by.role}) ${did} ${record.approvalId}: ${record.title}. ${reason}`;
    }
    case "approval_applied": {
      const eyes = record.fourEyes ? "others had approved" : "approved by its requester alone";
      return `${record.by.name} applied ${record.approvalId}: ${record.title}; ${eyes}. ${record.sentence}`;
    }
    case "approval_carried":
      return `${record.done ? "Done" : "Not done"}, as agreed in ${record.approvalId}: ${record.title}. ${record.sentence}`;
    case "approval_policy_set": {
      const by = record.by === null ? "" : `${record.by.name}: `;
      return `${by}${record.sentence}`;
    }
    case "approval_ended": {
      const by = record.by === null ? "" : ` by ${record.by.name}`;
      return `The request ${record.approvalId} is ${record.state}${by}: ${record.title}. ${record.why}`;
    }
  }
}
