import { agreementOf } from "@interlock/core/approval/quorum";
import type { EngineApprovals } from "./approval-command.ts";

/** Open requests for approval, as the command line lists them. */
export function approvalsStatus({ live }: EngineApprovals) {
  return live.map((approval) => {
    const { id, subject, state, requester, reason, expiresAt, diff, decisions } = approval;
    const agreement = agreementOf(approval);
    return {
      id,
      title: subject.title,
      state,
      by: requester.name,
      reason,
      expiresAt,
      lacking: agreement.reached ? "" : agreement.lacking,
      diff: diff.map(({ what, before, after }) => ({ what, before, after })),
      decisions: decisions.map(({ by, verdict, reason: why }) => `${by.name} ${verdict}: ${why}`),
    };
  });
}
