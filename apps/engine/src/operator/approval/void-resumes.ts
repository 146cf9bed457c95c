import { describeScope, type KillScope, WHOLE_ACCOUNT } from "@interlock/core/kill/kill-scope";
import type { Decision } from "../../decision.ts";

/**
 * Ends the open requests to resume what somebody has just stopped once more: their stop changed nothing that is in
 * force, and yet they saw a reason that nobody who agreed to the resume knew.
 */
export function voidResumes(decision: Decision, scope: KillScope, by: string): void {
  for (const { id, subject } of [...decision.state.approvals.live]) {
    const { act } = subject;
    if (act.kind !== "resume") continue;
    if (scope.kind !== "all" && describeScope(act.scope ?? WHOLE_ACCOUNT) !== describeScope(scope))
      continue;
    decision.emit({
      kind: "approval_ended",
      approvalId: id,
      title: subject.title,
      state: "void",
      by: null,
      why: `${by} has stopped ${describeScope(scope)} again since: look at why, and ask anew.`,
    });
  }
}
