import type { AskedCancel, ReceiptStage } from "@interlock/core/kill/kill-receipt";
import type { Decision } from "../decision.ts";
import type { KillState } from "../records/kill-record.ts";

/** What one input adds to a receipt. */
export interface Evidence {
  readonly reached?: readonly ReceiptStage[];
  readonly asked?: readonly AskedCancel[];
  readonly confirmed?: readonly string[];
  readonly hostAt?: number | undefined;
}

/** Records what is new to a kill's receipt; nothing where there is nothing new. */
export function noteEvidence(decision: Decision, kill: KillState, evidence: Evidence): void {
  const { receipt } = kill;
  if (receipt === undefined) return;
  const known = new Map(receipt.orders.map((order) => [order.id, order]));
  const asked = (evidence.asked ?? []).filter(({ id }) => !known.has(id));
  const confirmed = (evidence.confirmed ?? []).filter((id) => known.get(id)?.confirmedAt === null);
  const reached = (evidence.reached ?? []).filter((stage) => receipt.stages[stage] === undefined);
  if (asked.length + confirmed.length + reached.length === 0) return;
  const hostAt = evidence.hostAt ?? null;
  decision.emit({ kind: "kill_evidence", killId: kill.killId, reached, asked, confirmed, hostAt });
}

/** Ids of the orders on a receipt that the venue has not shown gone. */
export function unconfirmed({ receipt }: KillState): readonly string[] {
  return (receipt?.orders ?? []).flatMap(({ id, confirmedAt }) => (confirmedAt === null ? id : []));
}
