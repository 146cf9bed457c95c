import type { Decision } from "../../decision.ts";
import type { Input } from "../../input.ts";

/**
 * Journals what the edge made of a request that was applied. It tells at least once: what it says of a request that is
 * not due any more was journaled before.
 */
export function noteCarried(decision: Decision, { body }: Input): void {
  if (body.kind !== "approval_carried") return;
  const due = decision.state.approvals.due.find(({ id }) => id === body.approvalId);
  if (due === undefined) return;
  const { approvalId, done, sentence } = body;
  const { title } = due.subject;
  decision.emit({ kind: "approval_carried", approvalId, title, done, sentence });
  if (!done) decision.alert("warning", `What was agreed was not done: ${title}. ${sentence}`);
}
