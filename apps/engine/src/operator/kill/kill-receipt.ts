import type { AskedCancel, KilledOrder, ReceiptStage } from "@interlock/core/kill/kill-receipt";
import type { Decision } from "../../decision.ts";
import type { KillState } from "../../records/kill-record.ts";

/** What one input adds to a receipt. */
export interface Evidence {
  readonly reached?: readonly ReceiptStage[];
  readonly asked?: readonly AskedCancel[];
  readonly confirmed?: readonly string[];
  /** Ids of orders whose request the venue failed to answer. */
  readonly failed?: readonly string[];
  readonly hostAt?: number | undefined;
}

/** Records what is new to a kill's receipt; nothing where there is nothing new. */
export function noteEvidence(decision: Decision, kill: KillState, evidence: Evidence): void {
  const { receipt } = kill;
  if (receipt === undefined) return;
  const known = new Map(receipt.orders.map((order) => [order.id, order]));
  const asked = (evidence.asked ?? []).filter(({ id }) => !known.has(id));
  const again = (evidence.asked ?? []).flatMap(({ id }) => (known.get(id)?.failed ? id : []));
  const failed = (evidence.failed ?? []).filter((id) => isPending(known.get(id)));
  const confirmed = (evidence.confirmed ?? []).filter((id) => known.get(id)?.confirmedAt === null);
  const reached = (evidence.reached ?? []).filter((stage) => receipt.stages[stage] === undefined);
  const news = asked.length + again.length + confirmed.length + failed.length + reached.length;
  if (news === 0) return;
  decision.emit({
    kind: "kill_evidence",
    killId: kill.killId,
    reached,
    asked,
    confirmed,
    ...(failed.length > 0 && { failed }),
    ...(again.length > 0 && { again }),
    hostAt: evidence.hostAt ?? null,
  });
}

function isPending(order: KilledOrder | undefined): boolean {
  return order?.confirmedAt === null && order.failed !== true;
}

/** Ids of the orders on a receipt that the venue has not shown gone. */
export function unconfirmed({ receipt }: KillState): readonly string[] {
  return (receipt?.orders ?? []).flatMap(({ id, confirmedAt }) => (confirmedAt === null ? id : []));
}

/** Orders on a receipt that were asked about, that request not known to have failed, and that are not gone yet. */
export function underWay({ receipt }: KillState): number {
  return (receipt?.orders ?? []).filter(isPending).length;
}
