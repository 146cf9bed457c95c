import type { EngineApproval } from "../../../src/operator/approval/approval-command.ts";
import type { EngineRecord } from "../../../src/record.ts";
import type { Afflicted, Defect } from "./defect.ts";

/** The seeds with a desk. */
const DESK_SEEDS = { from: 14, every: 16 };

/** Mistakes in who agreed to what. */
export const AGREEMENT_DEFECTS: readonly (() => Defect)[] = [
  () => ({
    name: "who asks may agree to it by another session",
    breaks: "I29",
    ...DESK_SEEDS,
    hear: (body, engine) => {
      if (body.kind === "command" && body.command.body.kind === "decide_approval")
        change(engine, body.command.body.approvalId, { requester: ANOTHER });
      return [body];
    },
  }),
  () => ({
    name: "a request that has expired can be applied",
    breaks: "I29",
    ...DESK_SEEDS,
    hear: (body, engine) => {
      for (const { id } of engine.state.approvals.live)
        change(engine, id, { expiresAt: engine.now + 600_000 });
      return [body];
    },
  }),
  keptDecisions,
  () => ({
    name: "a decision without a passkey counts",
    breaks: "I29",
    ...DESK_SEEDS,
    journal: (records) => records.map(withoutPasskey),
  }),
];

/** Who is at the desk and asks for nothing that counts. */
const ANOTHER = { userId: "u4", name: "Dee", role: "viewer" };

function change({ state }: Afflicted, id: string, to: Partial<EngineApproval>): void {
  const { live } = state.approvals;
  const index = live.findIndex((one) => one.id === id);
  const found = live[index];
  if (found !== undefined) live.splice(index, 1, { ...found, ...to });
}

function withoutPasskey(record: EngineRecord): EngineRecord {
  return record.kind === "approval_decided"
    ? { ...record, decision: { ...record.decision, credentialId: null } }
    : record;
}

function keptDecisions(): Defect {
  const decided = new Map<string, Pick<EngineApproval, "decisions" | "state">>();
  return {
    name: "an edit keeps what was decided on the old proposal",
    breaks: "I29",
    ...DESK_SEEDS,
    hear: (body, { state }) => {
      for (const { id, decisions, state: stands } of state.approvals.live)
        if (stands !== "conflicted") decided.set(id, { decisions, state: stands });
      return [body];
    },
    journal: (records, engine) =>
      records.map((record) => {
        const kept =
          record.kind === "approval_edited" ? decided.get(record.approval.id) : undefined;
        if (record.kind !== "approval_edited" || kept === undefined) return record;
        change(engine, record.approval.id, kept);
        return { ...record, approval: { ...record.approval, ...kept } };
      }),
  };
}
